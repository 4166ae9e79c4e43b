import { Sight } from './Sight';

/**
 * Calls back once, after a time; where nobody sees the page then, as soon as
 * somebody does.
 *
 * @returns a function that ends it
 */
export function afterWhileSeen(ms: number, callback: () => void): () => void {
  let isDue = false;
  let end = () => {};
  const sight = Sight.watch(isSeen => {
    if (isDue && isSeen) {
      end();
      callback();
    }
  });
  const timer = setTimeout(() => {
    isDue = true;
    if (sight.isSeen) {
      end();
      callback();
    }
  }, ms);
  end = () => {
    clearTimeout(timer);
    sight.stop();
  };
  return end;
}
