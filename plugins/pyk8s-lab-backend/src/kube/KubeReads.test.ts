import { KubeReads } from './KubeReads';

describe('KubeReads', () => {
  const written = async (reads: KubeReads, ...use: string[]) => {
    const write = jest.fn(async () => undefined);
    await reads.record(use, write);
    return write.mock.calls.length === 1;
  };

  it('records a use once in ten minutes for each person, lab and kind', async () => {
    let now = 0;
    const reads = KubeReads.create({ now: () => now });
    expect(await written(reads, 'a', 'alice', 'secrets')).toBe(true);
    expect(await written(reads, 'a', 'alice', 'secrets')).toBe(false);
    expect(await written(reads, 'a', 'alice', 'objects')).toBe(true);
    expect(await written(reads, 'a', 'bob', 'secrets')).toBe(true);
    expect(await written(reads, 'b', 'alice', 'secrets')).toBe(true);
    now = 599_999;
    expect(await written(reads, 'a', 'alice', 'secrets')).toBe(false);
    now = 600_000;
    expect(await written(reads, 'a', 'alice', 'secrets')).toBe(true);
  });

  it('records the next use where one could not be recorded', async () => {
    const reads = KubeReads.create({ now: () => 0 });
    await expect(
      reads.record(['a'], () => Promise.reject(new Error('full'))),
    ).rejects.toThrow('full');
    expect(await written(reads, 'a')).toBe(true);
  });

  it('lets parallel uses wait for the record, and fail with it', async () => {
    const reads = KubeReads.create({ now: () => 0 });
    let fail = (_: Error): void => undefined;
    const first = reads.record(
      ['a'],
      () => new Promise((_, reject) => (fail = reject)),
    );
    const write = jest.fn(async () => undefined);
    const second = reads.record(['a'], write);
    fail(new Error('full'));
    const ended = await Promise.allSettled([first, second]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(write).not.toHaveBeenCalled();
    expect(await written(reads, 'a')).toBe(true);
  });

  it('knows so many at most', async () => {
    const reads = KubeReads.create({ now: () => 0 });
    for (let n = 0; n <= 10_000; n++) {
      await reads.record([`${n}`], async () => undefined);
    }
    expect(await written(reads, '0')).toBe(true);
    expect(await written(reads, '10000')).toBe(false);
  });
});
