import { aLab } from '@internal/test-utils';
import { AccessCache } from './AccessCache';

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';
const ACCESS = { url: 'https://localhost:30001', caData: 'Y2E=', token: 'abc' };

describe('AccessCache', () => {
  let now: number;
  let cache: AccessCache;
  const fetchIt = jest.fn(async () => ACCESS);

  beforeEach(() => {
    jest.clearAllMocks();
    now = Date.parse('2026-12-01T09:00:00.000Z');
    cache = AccessCache.create({ now: () => now });
  });

  it.each([
    ['half an hour', '2026-12-01T11:00:00.000Z', 30],
    ['no longer than the token lives', '2026-12-01T09:20:00.000Z', 19],
    ['nine minutes at least, as tokens do', '2026-12-01T09:02:00.000Z', 9],
    ['nine minutes where no end is known', undefined, 9],
  ])('caches a user’s access: %s', async (_, expiresAt, minutes) => {
    const lab = aLab({ expiresAt });
    const until = now + minutes * 60_000;
    expect(await cache.get(lab, ALICE, fetchIt)).toBe(ACCESS);
    now = until - 1;
    expect(await cache.get(lab, ALICE, fetchIt)).toBe(ACCESS);
    expect(fetchIt).toHaveBeenCalledTimes(1);
    now = until;
    await cache.get(lab, ALICE, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(2);
  });

  it('caches a failure for a minute at most', async () => {
    await cache.get(aLab(), ALICE, fetchIt);
    cache.distrust(aLab(), ALICE);
    now += 59_999;
    await cache.get(aLab(), ALICE, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(1);
    now += 1;
    await cache.get(aLab(), ALICE, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(2);
  });

  it('fetches once for concurrent calls', async () => {
    await Promise.all([
      cache.get(aLab(), ALICE, fetchIt),
      cache.get(aLab(), ALICE, fetchIt),
    ]);
    expect(fetchIt).toHaveBeenCalledTimes(1);
  });

  it('does not share access between users', async () => {
    await cache.get(aLab(), ALICE, fetchIt);
    await expect(
      cache.get(aLab(), BOB, async () => {
        throw new Error('not for Bob');
      }),
    ).rejects.toThrow('not for Bob');
  });

  it.each([{ attempt: 2 }, { endpoint: 'https://localhost:30002' }])(
    'fetches again for the current cluster of a lab: %j',
    async change => {
      await cache.get(aLab(), ALICE, fetchIt);
      await cache.get(aLab(change), ALICE, fetchIt);
      expect(fetchIt).toHaveBeenCalledTimes(2);
    },
  );

  it('forgets labs that a user can no longer see, and only that user’s', async () => {
    const [one, other] = [aLab({ n: 1 }), aLab({ n: 2 })];
    await cache.get(one, ALICE, fetchIt);
    await cache.get(other, ALICE, fetchIt);
    await cache.get(one, BOB, fetchIt);
    cache.prune(ALICE, [other]);
    await cache.get(other, ALICE, fetchIt);
    await cache.get(one, BOB, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(3);
    await cache.get(one, ALICE, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(4);
  });

  it('backs off from a failing lab, for all users', async () => {
    const fails = jest.fn(async () => {
      throw new Error('frozen');
    });
    let tries = 0;
    for (const seconds of [30, 60, 300, 300]) {
      await expect(cache.get(aLab(), ALICE, fails)).rejects.toThrow('frozen');
      expect(fails).toHaveBeenCalledTimes((tries += 1));
      now += seconds * 1_000 - 1;
      await expect(cache.get(aLab(), BOB, fails)).rejects.toThrow('frozen');
      expect(fails).toHaveBeenCalledTimes(tries);
      now += 1;
    }
    expect(await cache.get(aLab(), BOB, fetchIt)).toBe(ACCESS);
    // Then it starts again.
    await expect(cache.get(aLab(), ALICE, fails)).rejects.toThrow('frozen');
    now += 30_000;
    expect(await cache.get(aLab(), ALICE, fetchIt)).toBe(ACCESS);
  });

  it('counts concurrent failures of one lab as one, separately for each lab', async () => {
    const fails = async () => {
      throw new Error('frozen');
    };
    await Promise.allSettled([
      cache.get(aLab(), ALICE, fails),
      cache.get(aLab(), BOB, fails),
    ]);
    expect(await cache.get(aLab({ n: 2 }), ALICE, fetchIt)).toBe(ACCESS);
    expect(await cache.get(aLab({ attempt: 2 }), BOB, fetchIt)).toBe(ACCESS);
    now += 30_000;
    expect(await cache.get(aLab(), ALICE, fetchIt)).toBe(ACCESS);
  });

  it('does not fetch for calls that waited while the lab failed', async () => {
    let fail: () => void = () => undefined;
    const frozen = jest.fn(
      () =>
        new Promise<typeof ACCESS>((_resolve, reject) => {
          const before = fail;
          fail = () => {
            before();
            reject(new Error('frozen'));
          };
        }),
    );
    const all = Array.from({ length: 20 }, (_, n) =>
      cache.get(aLab(), `user:default/user-${n}`, frozen),
    );
    const other = cache.get(aLab({ n: 2 }), ALICE, fetchIt);
    fail();
    const results = await Promise.allSettled(all);
    expect(new Set(results.map(({ status }) => status))).toEqual(
      new Set(['rejected']),
    );
    expect(frozen).toHaveBeenCalledTimes(8);
    expect(await other).toBe(ACCESS);
  });

  it.each([
    ['a refusal for five minutes', 403, 300_000],
    ['that there is none for half a minute', 404, 30_000],
  ])('caches %s for the user who asked', async (_, statusCode, wait) => {
    const refuses = jest.fn(async () => {
      throw Object.assign(new Error('not you'), { statusCode });
    });
    await expect(cache.get(aLab(), BOB, refuses)).rejects.toThrow('not you');
    expect(await cache.get(aLab(), ALICE, fetchIt)).toBe(ACCESS);
    now += wait - 1;
    await expect(cache.get(aLab(), BOB, refuses)).rejects.toThrow('not you');
    expect(refuses).toHaveBeenCalledTimes(1);
    now += 1;
    expect(await cache.get(aLab(), BOB, fetchIt)).toBe(ACCESS);
  });
});
