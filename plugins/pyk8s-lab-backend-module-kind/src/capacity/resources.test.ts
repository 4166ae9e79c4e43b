import { limitPerNode, resourceOptions } from './resources';

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
  it('offers what the host has, without what is kept back', () => {
    expect(resourceOptions({ max: {} }, capacity, host)).toEqual({
      min: { cpu: '500m', memory: '1Gi' },
      max: { cpu: '4', memory: '15Gi' },
    });
  });

  it('offers what config allows, up to what the host has', () => {
    expect(
      resourceOptions(
        { default: { cpu: '1' }, max: { cpu: '2', memory: '64Gi' } },
        capacity,
        host,
      ),
    ).toMatchObject({
      default: { cpu: '1' },
      max: { cpu: '2', memory: '15Gi' },
    });
  });

  it('offers what config allows while the host is not known', () => {
    expect(
      resourceOptions({ max: { cpu: '2' } }, capacity, undefined).max,
    ).toEqual({ cpu: '2', memory: undefined });
  });
});

describe('limitPerNode', () => {
  it('shares out in whole units', () => {
    expect(
      limitPerNode({ workers: 2, resources: { cpu: '1', memory: '4Gi' } }),
    ).toEqual({
      nanoCpus: 333_333_333,
      memoryBytes: Math.floor((4 * GIB) / 3),
    });
  });

  it('limits only what is asked for', () => {
    expect(limitPerNode({ workers: 0, resources: { cpu: '500m' } })).toEqual({
      nanoCpus: 5e8,
    });
    expect(limitPerNode({ workers: 0, resources: {} })).toBeUndefined();
    expect(limitPerNode({ workers: 0 })).toBeUndefined();
  });
});
