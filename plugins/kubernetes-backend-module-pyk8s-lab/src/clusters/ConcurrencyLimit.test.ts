import { ConcurrencyLimit } from './ConcurrencyLimit';

describe('ConcurrencyLimit', () => {
  it('limits concurrency, also after failures', async () => {
    const limit = new ConcurrencyLimit(2);
    const ends: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const runs = [1, 2, 3, 4, 5].map(n =>
      limit.run(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>(resolve => ends.push(resolve));
        running -= 1;
        if (n % 2) {
          throw new Error(`${n}`);
        }
        return n;
      }),
    );
    const results = Promise.allSettled(runs);
    for (let ended = 0; ended < 5; ) {
      await new Promise(resolve => setImmediate(resolve));
      for (const end of ends.splice(0)) {
        end();
        ended += 1;
      }
    }
    expect((await results).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
    expect(most).toBe(2);
  });
});
