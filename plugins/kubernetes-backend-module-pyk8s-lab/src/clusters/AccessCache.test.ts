import { aLab } from '../__testUtils__/aLab';
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
  ])('keeps what somebody was given: %s', async (_, expiresAt, minutes) => {
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

  it('keeps what does not work for a minute, and no longer', async () => {
    await cache.get(aLab(), ALICE, fetchIt);
    cache.distrust(aLab(), ALICE);
    now += 59_999;
    await cache.get(aLab(), ALICE, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(1);
    now += 1;
    await cache.get(aLab(), ALICE, fetchIt);
    expect(fetchIt).toHaveBeenCalledTimes(2);
  });

  it('fetches once for all that ask at the same time', async () => {
    await Promise.all([
      cache.get(aLab(), ALICE, fetchIt),
      cache.get(aLab(), ALICE, fetchIt),
    ]);
    expect(fetchIt).toHaveBeenCalledTimes(1);
  });

  it('gives nobody what another was given', async () => {
    await cache.get(aLab(), ALICE, fetchIt);
    await expect(
      cache.get(aLab(), BOB, async () => {
        throw new Error('not for Bob');
      }),
    ).rejects.toThrow('not for Bob');
  });

  it.each([{ attempt: 2 }, { endpoint: 'https://localhost:30002' }])(
    'fetches anew for the cluster that a lab has by now: %j',
    async change => {
      await cache.get(aLab(), ALICE, fetchIt);
      await cache.get(aLab(change), ALICE, fetchIt);
      expect(fetchIt).toHaveBeenCalledTimes(2);
    },
  );

  it('forgets what somebody can see no more, and nothing of others', async () => {
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

  it('tries again after half a minute what has failed', async () => {
    fetchIt.mockRejectedValueOnce(new Error('no'));
    await expect(cache.get(aLab(), ALICE, fetchIt)).rejects.toThrow('no');
    now += 29_999;
    await expect(cache.get(aLab(), ALICE, fetchIt)).rejects.toThrow('no');
    expect(fetchIt).toHaveBeenCalledTimes(1);
    now += 1;
    expect(await cache.get(aLab(), ALICE, fetchIt)).toBe(ACCESS);
  });
});
