import type { Locks } from './Leadership';

const KEY = 'pyk8s-lab.told';
const MAX_LABS = 50;

/** What people were told last of each lab, the latest last. */
type ToldOf = [labId: string, what: string, at: number][];

/** Whatever else shares the page's origin can write to its storage. */
const isTold = (value: unknown): value is ToldOf[number] =>
  Array.isArray(value) &&
  value.length === 3 &&
  typeof value[0] === 'string' &&
  typeof value[1] === 'string' &&
  typeof value[2] === 'number';

/** What {@link Told} needs of the browser. */
export interface ToldOptions {
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Without them, tabs that hear of something in the same moment both tell it. */
  locks?: Locks;
}

/**
 * Has one of several pages tell of a change: the first that hears of it, whether
 * the others are in this tab, beside it or in the background until later.
 */
export class Told {
  readonly #options: ToldOptions;

  constructor(options: ToldOptions) {
    this.#options = options;
  }

  /**
   * @param since - when the page saw what was before; what was told later is the
   *   same change
   * @param tell - is called unless another page has told of it
   */
  once(labId: string, what: string, since: number, tell: () => void): void {
    const { locks } = this.#options;
    const act = () => {
      if (this.#claim(labId, what, since)) {
        tell();
      }
    };
    if (!locks) {
      act();
      return;
    }
    // Told twice is better than not at all.
    locks.request(KEY, async () => act()).catch(tell);
  }

  #claim(labId: string, what: string, since: number): boolean {
    const told = this.#read();
    const isKnown = told.some(
      ([id, last, at]) => id === labId && last === what && at >= since,
    );
    if (!isKnown) {
      const others = told.filter(([id]) => id !== labId);
      this.#write([...others, [labId, what, Date.now()]]);
    }
    return !isKnown;
  }

  #read(): ToldOf {
    try {
      const told: unknown = JSON.parse(
        this.#options.storage.getItem(KEY) ?? '[]',
      );
      return Array.isArray(told) ? told.filter(isTold) : [];
    } catch {
      return [];
    }
  }

  #write(told: ToldOf): void {
    try {
      const text = JSON.stringify(told.slice(-MAX_LABS));
      this.#options.storage.setItem(KEY, text);
    } catch {
      // A storage that is full or closed only tells more often than it could.
    }
  }
}

/** Of this browser. */
export const browserTold = new Told({
  storage: {
    getItem: key => window.localStorage.getItem(key),
    setItem: (key, text) => window.localStorage.setItem(key, text),
  },
  locks: typeof navigator === 'undefined' ? undefined : navigator.locks,
});
