import { preflight } from './preflight';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

const settings = {
  memoryPerNodeBytes: 700 * MIB,
  minFreeMemoryBytes: GIB,
  minFreeDiskBytes: 5 * GIB,
};
const host = {
  cpus: 4,
  memoryBytes: 16 * GIB,
  memoryFreeBytes: 8 * GIB,
  diskFreeBytes: 50 * GIB,
};
const spec = { kubernetesVersion: 'default', workers: 0 };
const large = { ...spec, resources: { memory: '6Gi' } };

const judge = (
  change: Partial<typeof host> = {},
  asked: Parameters<typeof preflight>[1] = spec,
  making: (typeof asked)[] = [],
) => preflight({ ...host, ...change }, asked, making, settings);

describe('preflight', () => {
  it('lets in what fits', () => {
    expect(judge()).toEqual({ fits: 'now', reason: '' });
  });

  it.each<[string, number, number, 'now' | 'later']>([
    ['one node, to the byte', 0, 700 * MIB, 'now'],
    ['a byte too little', 0, 700 * MIB - 1, 'later'],
    ['three nodes', 2, 2_100 * MIB, 'now'],
    ['three nodes, a byte too little', 2, 2_100 * MIB - 1, 'later'],
  ])('counts every node: %s', (_what, workers, free, fits) => {
    expect(
      judge({ memoryFreeBytes: GIB + free }, { ...spec, workers }).fits,
    ).toBe(fits);
  });

  it('counts the limit of a lab that has one, which it can use up', () => {
    const workers = { ...large, workers: 3 };

    expect(judge({ memoryFreeBytes: 7 * GIB }, workers).fits).toBe('now');
    expect(judge({ memoryFreeBytes: 7 * GIB - 1 }, workers).fits).toBe('later');
  });

  it('says what it waits for', () => {
    expect(judge({ memoryFreeBytes: 512 * MIB }).reason).toBe(
      'Waits for memory: it needs 700 MiB, and 512 MiB are free, of which 1 GiB is kept back.',
    );
  });

  it('counts labs that are being made as not having their memory yet', () => {
    expect(judge({ memoryFreeBytes: 8 * GIB }, spec, [large])).toEqual({
      fits: 'now',
      reason: '',
    });
    expect(judge({ memoryFreeBytes: 8 * GIB }, spec, [large, spec])).toEqual({
      fits: 'later',
      reason:
        'Waits for memory: it needs 700 MiB, and 8 GiB are free, of which 1 GiB is kept back and 6.7 GiB is for labs that are being made.',
    });
  });

  it('never lets in what is larger than its host', () => {
    const resources = { memory: '15.1Gi' };

    expect(judge({}, { ...spec, resources })).toEqual({
      fits: 'never',
      reason:
        'It needs 15 GiB of memory, and its host has 16 GiB, of which 1 GiB is kept back. Ask for less, or for fewer workers.',
    });
    expect(judge({}, { ...spec, resources: { cpu: '4.5' } })).toEqual({
      fits: 'never',
      reason:
        'It asks for 4.5 CPU cores, and its host has 4. Ask for less, or for fewer workers.',
    });
    expect(judge({}, { ...spec, workers: 50 }).fits).toBe('never');
  });

  it('waits for disk space, where it is known', () => {
    expect(judge({ diskFreeBytes: 4 * GIB })).toEqual({
      fits: 'later',
      reason:
        'Waits for disk space: 4 GiB are free where Docker keeps its data, and 5 GiB is kept back.',
    });
    expect(judge({ diskFreeBytes: undefined }).fits).toBe('now');
  });
});
