import { preflight } from './preflight';
import { resourceOptions } from './resources';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

const capacity = {
  memoryPerNodeBytes: 700 * MIB,
  minFreeMemoryBytes: GIB,
  minFreeDiskBytes: 5 * GIB,
};
const settings: Parameters<typeof preflight>[3] = {
  capacity,
  resources: { max: {}, alwaysLimited: false },
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
  it('accepts a lab that fits', () => {
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

  it('counts the limit of a lab that has one', () => {
    const workers = { ...large, workers: 3 };

    expect(judge({ memoryFreeBytes: 7 * GIB }, workers).fits).toBe('now');
    expect(judge({ memoryFreeBytes: 7 * GIB - 1 }, workers).fits).toBe('later');
  });

  it('names the missing resource', () => {
    expect(judge({ memoryFreeBytes: 512 * MIB }).reason).toBe(
      'Waits for memory: it needs 700 MiB, and 512 MiB are free, of which 1 GiB is reserved.',
    );
  });

  it('counts the memory of labs that are being provisioned', () => {
    expect(judge({ memoryFreeBytes: 8 * GIB }, spec, [large])).toEqual({
      fits: 'now',
      reason: '',
    });
    expect(judge({ memoryFreeBytes: 8 * GIB }, spec, [large, spec])).toEqual({
      fits: 'later',
      reason:
        'Waits for memory: it needs 700 MiB, and 8 GiB are free, of which 1 GiB is reserved and 6.7 GiB is for labs that are provisioning.',
    });
  });

  it('rejects a lab larger than its host', () => {
    const resources = { memory: '15.1Gi' };

    expect(judge({}, { ...spec, resources })).toEqual({
      fits: 'never',
      reason:
        'It needs 15 GiB of memory, and its host has 16 GiB, of which 1 GiB is reserved. Ask for less, or for fewer workers.',
    });
    expect(judge({}, { ...spec, resources: { cpu: '4.5' } })).toEqual({
      fits: 'never',
      reason:
        'It asks for 4.5 CPU cores, and its host has 4. Ask for less, or for fewer workers.',
    });
    expect(judge({}, { ...spec, workers: 50 }).fits).toBe('never');
  });

  describe('with default limits', () => {
    // Linux' values for 4 GiB, some of which the portal and Docker use.
    const small = {
      ...host,
      memoryBytes: 3.8 * GIB,
      memoryFreeBytes: 2.6 * GIB,
    };
    const production = { max: {}, alwaysLimited: true };
    const fits = (
      resources: typeof settings.resources,
      workers: number,
      memory?: string,
    ) =>
      preflight(
        small,
        { ...spec, workers, resources: { cpu: '1', memory } },
        [],
        { capacity, resources },
      ).fits;

    it('counts the need of nodes on a small host', () => {
      const { memory } =
        resourceOptions(production, capacity, small).default ?? {};

      expect(memory).toBe('2048Mi');
      expect(fits(production, 0, memory)).toBe('now');
      expect(fits(production, 1, memory)).toBe('now');
      expect(fits(production, 2, String(3 * GIB))).toBe('later');
      expect(
        fits(
          {
            default: { memory: '2Gi' },
            max: { memory: '2Gi' },
            alwaysLimited: false,
          },
          0,
          '2Gi',
        ),
      ).toBe('now');
    });

    it('counts requested or configured limits', () => {
      expect(fits(production, 0, '1.9Gi')).toBe('later');
      expect(
        fits(
          {
            default: { memory: '2Gi' },
            max: {},
            alwaysLimited: true,
            countsDefaultMemory: true,
          },
          0,
          '2Gi',
        ),
      ).toBe('later');
    });

    it('counts the labs that are provisioned in the same way', () => {
      const lab = { ...spec, resources: { cpu: '1', memory: '2048Mi' } };

      expect(
        preflight({ ...small, memoryFreeBytes: 2.4 * GIB }, lab, [lab], {
          capacity,
          resources: production,
        }).fits,
      ).toBe('now');
    });
  });

  it('waits for disk space if it is known', () => {
    expect(judge({ diskFreeBytes: 4 * GIB })).toEqual({
      fits: 'later',
      reason:
        'Waits for disk space: 4 GiB are free where Docker keeps its data, and 5 GiB is reserved.',
    });
    expect(judge({ diskFreeBytes: undefined }).fits).toBe('now');
  });
});
