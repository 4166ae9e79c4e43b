import { waitFor } from '@testing-library/react';
import { FakeBrowser, FakeTab } from '../__testUtils__/FakeTabs';
import { Connections, type ConnectionUse, type Permit } from './Connections';

/** Long enough for every promise that can settle. */
const settled = () => new Promise(resolve => setTimeout(resolve));

/** A connection that a part of a page wants. */
interface Wanted {
  permit?: Permit;
  waited: boolean;
  error?: Error;
  giveUp: () => void;
}

describe('Connections', () => {
  let browser: FakeBrowser;
  beforeEach(() => {
    browser = new FakeBrowser();
  });

  /** As a tab of its own does. */
  const want = async (
    use: ConnectionUse,
    { tab = new FakeTab(browser), patienceMs = 60_000 } = {},
  ): Promise<Wanted> => {
    const controller = new AbortController();
    const wanted: Wanted = { waited: false, giveUp: () => controller.abort() };
    const acquired = new Connections(tab.locks, patienceMs).acquire(use, {
      signal: controller.signal,
      onWait: () => {
        wanted.waited = true;
      },
    });
    Promise.resolve(acquired).then(
      permit => {
        wanted.permit = permit;
      },
      error => {
        wanted.error = error;
      },
    );
    await settled();
    return wanted;
  };

  it('lets four through in all tabs, and the next when one has ended', async () => {
    const four = [];
    for (let count = 0; count < 4; count += 1) {
      four.push(await want('work'));
    }
    expect(four.map(({ permit }) => permit !== undefined)).toEqual(
      Array(4).fill(true),
    );
    const fifth = await want('work');
    expect([fifth.waited, fifth.permit]).toEqual([true, undefined]);
    four[1].permit?.release();
    await settled();
    expect(fifth.permit).toBeDefined();
    const sixth = await want('work');
    expect(sixth.waited).toBe(true);
  });

  it('leaves room for work: two logs at a time', async () => {
    const [first, , third] = [
      await want('log'),
      await want('log'),
      await want('log'),
    ];
    expect([third.waited, third.permit]).toEqual([true, undefined]);
    first.permit?.release();
    await settled();
    expect(third.permit).toBeDefined();
  });

  it('takes the connection of a log for work, which the log gets back', async () => {
    const logs = [await want('log'), await want('log')];
    const works = [
      await want('work'),
      await want('work'),
      await want('work'),
      await want('work'),
    ];
    expect(works.map(({ waited }) => waited)).toEqual(Array(4).fill(false));
    await settled();
    expect(works.every(({ permit }) => permit)).toBe(true);
    expect(logs.map(({ permit }) => permit?.lost.aborted)).toEqual([
      true,
      true,
    ]);
    const again = await want('log');
    expect(again.waited).toBe(true);
    // No work loses its connection to other work.
    const fifth = await want('work');
    expect(fifth.waited).toBe(true);
    expect(works.some(({ permit }) => permit?.lost.aborted)).toBe(false);
    for (const { permit } of works) {
      permit?.release();
    }
    await settled();
    expect(again.permit).toBeDefined();
    expect(fifth.permit).toBeDefined();
  });

  it.each([0, 1, 2, 3])(
    'lets work go before a log that has waited for longer: %d',
    async ended => {
      const works = [];
      for (let count = 0; count < 4; count += 1) {
        works.push(await want('work'));
      }
      const log = await want('log');
      const fifth = await want('work');
      works[ended].permit?.release();
      await settled();
      expect(fifth.permit).toBeDefined();
      expect(log.permit).toBeUndefined();
      for (const { permit } of works) {
        permit?.release();
      }
      await settled();
      expect(log.permit).toBeDefined();
    },
  );

  it('gives a log another connection for one that is taken before it is marked', async () => {
    const lockOf = browser.lockOf.bind(browser);
    let isTaken = false;
    jest.spyOn(browser, 'lockOf').mockImplementation(name => {
      if (name === 'pyk8s-lab/connections/3/log' && !isTaken) {
        isTaken = true;
        new FakeTab(browser).locks.request(
          'pyk8s-lab/connections/3',
          { steal: true },
          () => new Promise(() => {}),
        );
      }
      return lockOf(name);
    });
    const log = await want('log');
    await waitFor(() => expect(log.permit).toBeDefined());
    expect(isTaken).toBe(true);
    expect(log.permit?.lost.aborted).toBe(false);
    expect(browser.held).toEqual(
      ['2', '2/log', '3'].map(name => `pyk8s-lab/connections/${name}`),
    );
  });

  it('gets back what a tab held that was closed', async () => {
    const tab = new FakeTab(browser);
    for (let count = 0; count < 4; count += 1) {
      await want('work', { tab });
    }
    const waiting = await want('work');
    expect(waiting.permit).toBeUndefined();
    tab.close();
    await settled();
    expect(waiting.permit).toBeDefined();
  });

  it('keeps no place for those who stopped waiting', async () => {
    const four = [];
    for (let count = 0; count < 4; count += 1) {
      four.push(await want('work'));
    }
    const waiting = await want('work');
    waiting.giveUp();
    await settled();
    expect(waiting.error?.name).toBe('AbortError');
    four.forEach(({ permit }) => permit?.release());
    await settled();
    expect(browser.held).toEqual([]);
  });

  describe('where a frozen tab keeps what others wait for', () => {
    const impatient = { patienceMs: 10 };

    /** As a log in a tab that does nothing more, or work that was taking. */
    const keep = (name: string) => {
      new FakeTab(browser).locks
        .request(`pyk8s-lab/connections/${name}`, () => new Promise(() => {}))
        // It is taken from it.
        .catch(() => {});
    };
    const fill = async () => [await want('work'), await want('work')];

    it('takes the connection of a log that does not let go', async () => {
      await fill();
      ['3', '3/log', '2'].forEach(keep);
      const work = await want('work', impatient);
      await waitFor(() => expect(work.permit).toBeDefined());
    });

    it('keeps work from taking that connection from other work', async () => {
      await fill();
      ['3', '3/log', '2'].forEach(keep);
      const first = await want('work', impatient);
      await waitFor(() => expect(first.permit).toBeDefined());
      const second = await want('work', impatient);
      await waitFor(() =>
        expect(second.waited || second.permit !== undefined).toBe(true),
      );
      expect(first.permit?.lost.aborted).toBe(false);
      expect(second.permit).toBeUndefined();
    });

    it('waits in line where nobody else is done with taking', async () => {
      const works = await fill();
      ['3', '3/log', '2', 'taking'].forEach(keep);
      const work = await want('work', impatient);
      expect(work.waited).toBe(true);
      works[0].permit?.release();
      await waitFor(() => expect(work.permit).toBeDefined());
    });

    it.each(['taking', '3/log'])(
      'lets work give up while it waits for %s',
      async name => {
        await fill();
        ['3', '3/log', '2'].forEach(keep);
        if (name === 'taking') {
          keep(name);
        }
        const before = browser.held;
        const work = await want('work');
        work.giveUp();
        await settled();
        expect(work.error?.name).toBe('AbortError');
        expect(work.permit).toBeUndefined();
        expect(before).toEqual(expect.arrayContaining(browser.held));
      },
    );

    it('marks a connection that such a log had before as lent again', async () => {
      keep('3/log');
      const log = await want('log');
      expect(log.permit).toBeDefined();
      const works = [
        await want('work'),
        await want('work'),
        await want('work'),
        await want('work'),
      ];
      expect(works.every(({ permit }) => permit)).toBe(true);
      expect(log.permit?.lost.aborted).toBe(true);
    });
  });

  it('has no bound where the browser has no locks', async () => {
    const connections = new Connections(undefined);
    const permits = await Promise.all(
      Array.from({ length: 9 }, () => connections.acquire('log')),
    );
    expect(permits).toHaveLength(9);
  });

  it('has no bound where the browser refuses them', async () => {
    const refuse = async () => {
      throw new DOMException('', 'SecurityError');
    };
    const connections = new Connections({ request: refuse, query: refuse });
    const permit = await connections.acquire('work');
    permit.release();
    expect(permit.lost.aborted).toBe(false);
  });
});
