import { limitPerNode, resourceOptions, withDefaults } from './resources';

const GIB = 2 ** 30;
const capacity = {
  memoryPerNodeBytes: GIB,
  minFreeMemoryBytes: GIB,
  minFreeDiskBytes: GIB,
};
const host = {
  cpus: 4,
  memoryBytes: 16 * GIB,
  memoryFreeBytes: 2 * GIB,
};

describe('resourceOptions', () => {
  it("offers the host's resources without the reserved ones", () => {
    expect(
      resourceOptions({ max: {}, alwaysLimited: false }, capacity, host),
    ).toEqual({
      min: { cpu: '500m', memory: '1Gi' },
      max: { cpu: '4', memory: '15Gi' },
    });
  });

  it("offers the range of config, up to the host's resources", () => {
    expect(
      resourceOptions(
        {
          default: { cpu: '1' },
          max: { cpu: '2', memory: '64Gi' },
          alwaysLimited: false,
        },
        capacity,
        host,
      ),
    ).toMatchObject({
      default: { cpu: '1' },
      max: { cpu: '2', memory: '15Gi' },
    });
  });

  it('offers the range of config while the host is unknown', () => {
    expect(
      resourceOptions(
        { max: { cpu: '2' }, alwaysLimited: false },
        capacity,
        undefined,
      ).max,
    ).toEqual({ cpu: '2', memory: undefined });
  });
});

describe('the default of a lab that requests none', () => {
  const defaultOf = (
    settings: Partial<Parameters<typeof resourceOptions>[0]>,
    machine: Parameters<typeof resourceOptions>[2] = host,
  ) =>
    resourceOptions(
      { max: {}, alwaysLimited: false, ...settings },
      capacity,
      machine,
    ).default;

  it('is at most what its host has', () => {
    const most = { cpu: '64', memory: '64Gi' };

    expect(defaultOf({ default: most, max: most })).toEqual({
      cpu: '4',
      memory: '15Gi',
    });
  });

  it('is a share of its host if every lab has limits', () => {
    expect(defaultOf({})).toBeUndefined();
    expect(defaultOf({ alwaysLimited: true })).toEqual({
      cpu: '2',
      memory: '2048Mi',
    });
    expect(
      defaultOf(
        { alwaysLimited: true, default: { cpu: '3' } },
        { ...host, memoryBytes: 129 * GIB },
      ),
    ).toEqual({ cpu: '3', memory: '16Gi' });
    expect(
      defaultOf(
        { alwaysLimited: true },
        { ...host, cpus: 1, memoryBytes: 2 * GIB },
      ),
    ).toEqual({ cpu: '1', memory: '1024Mi' });
  });

  it('is at least the minimum of one node, however small its host is', () => {
    const tiny = { ...host, memoryBytes: 1.9 * GIB };

    expect(defaultOf({ alwaysLimited: true }, tiny)?.memory).toBe('1024Mi');
    expect(
      resourceOptions({ max: {}, alwaysLimited: true }, capacity, tiny).max
        .memory,
    ).toBe('1024Mi');
  });

  it.each([
    [0, undefined, { cpu: '1', memory: '2Gi' }],
    [0, { cpu: '2' }, { cpu: '2', memory: '2Gi' }],
    [3, undefined, { cpu: '2', memory: String(4 * GIB) }],
    [3, { memory: '8Gi' }, { cpu: '2', memory: '8Gi' }],
  ])('with %d workers and %j is %j', (workers, resources, expected) => {
    const options = {
      default: { cpu: '1', memory: '2Gi' },
      min: { cpu: '500m', memory: '1Gi' },
      max: {},
    };

    expect(withDefaults({ workers, resources }, options).resources).toEqual(
      expected,
    );
  });
});

describe('limitPerNode', () => {
  it('divides into whole units', () => {
    expect(
      limitPerNode({ workers: 2, resources: { cpu: '1', memory: '4Gi' } }),
    ).toEqual({
      nanoCpus: 333_333_333,
      memoryBytes: Math.floor((4 * GIB) / 3),
    });
  });

  it('limits only what is requested', () => {
    expect(limitPerNode({ workers: 0, resources: { cpu: '500m' } })).toEqual({
      nanoCpus: 5e8,
    });
    expect(limitPerNode({ workers: 0, resources: {} })).toBeUndefined();
    expect(limitPerNode({ workers: 0 })).toBeUndefined();
  });
});
