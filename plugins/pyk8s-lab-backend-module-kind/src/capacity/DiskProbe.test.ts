import { DiskProbe } from './DiskProbe';

describe('DiskProbe', () => {
  it('looks once in half a minute, whoever asks', async () => {
    let now = 0;
    const look = jest.fn(async () => 7);
    const probe = new DiskProbe({ look, now: () => now });

    expect(await Promise.all([probe.free(), probe.free()])).toEqual([7, 7]);
    now = 29_999;
    await probe.free();
    expect(look).toHaveBeenCalledTimes(1);
    now = 30_000;
    await probe.free();
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('knows nothing where the look fails', async () => {
    const probe = new DiskProbe({
      look: async () => {
        throw new Error('no such image');
      },
    });

    expect(await probe.free()).toBeUndefined();
  });
});
