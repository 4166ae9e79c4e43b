import { mockServices } from '@backstage/backend-test-utils';
import { readKindSettings } from './readKindSettings';

const read = (
  kind: object,
  environment: { KIND_NODE_IMAGE?: string; NODE_ENV?: string } = {},
  pyk8sLab: object = {},
) =>
  readKindSettings(
    mockServices.rootConfig({ data: { pyk8sLab: { kind, ...pyk8sLab } } }),
    environment,
  );

describe('readKindSettings', () => {
  it('has defaults', () => {
    expect(readKindSettings(mockServices.rootConfig(), {})).toEqual({
      binary: 'kind',
      nodeImages: [],
      defaultImage: undefined,
      maxWorkers: 3,
      reach: { listen: '127.0.0.1', host: 'localhost', ports: undefined },
      access: 'auto',
      resources: { max: {}, alwaysLimited: false },
      capacity: {
        memoryPerNodeBytes: 700 * 2 ** 20,
        minFreeMemoryBytes: 2 ** 30,
        minFreeDiskBytes: 5 * 2 ** 30,
      },
      pidsPerNode: 8_192,
      createTimeoutMs: 588_000,
    });
  });

  it('reads every setting', () => {
    const kind = {
      binary: '/opt/kind/bin/kind',
      nodeImages: [
        { version: 'v1.34.4', image: 'kindest/node:v1.34.4' },
        { version: 'v1.33.1', image: 'registry.example.com:5000/node:v1.33.1' },
      ],
      maxWorkers: 5,
      reach: {
        listen: '10.1.2.3',
        host: 'labs.example.com',
        ports: { from: 30_000, to: 30_100 },
      },
      access: 'network',
    };

    expect(read(kind)).toMatchObject(kind);
  });

  it('reads resources and capacity', () => {
    expect(
      read({
        resources: {
          default: { memory: '2Gi' },
          max: { cpu: 4, memory: '8Gi' },
        },
        capacity: {
          memoryPerNode: '1Gi',
          minFreeMemory: '2Gi',
          minFreeDisk: '20G',
        },
      }),
    ).toMatchObject({
      resources: {
        // Without a default in config it is the maximum.
        default: { cpu: '4', memory: '2Gi' },
        max: { cpu: '4', memory: '8Gi' },
        countsDefaultMemory: true,
      },
      capacity: {
        memoryPerNodeBytes: 2 ** 30,
        minFreeMemoryBytes: 2 * 2 ** 30,
        minFreeDiskBytes: 20e9,
      },
    });
  });

  it('limits every lab in production', () => {
    expect(read({}, { NODE_ENV: 'production' }).resources.alwaysLimited).toBe(
      true,
    );
  });

  it('does not reserve memory for a default that is only the maximum', () => {
    const { resources } = read({ resources: { max: { memory: '8Gi' } } });

    expect(resources).toMatchObject({ default: { memory: '8Gi' } });
    expect(resources.countsDefaultMemory).toBeUndefined();
  });

  it('reads the default node image from the environment', () => {
    const KIND_NODE_IMAGE = 'kind-lab/node:v1.34.4';

    expect(read({}, { KIND_NODE_IMAGE }).defaultImage).toBe(KIND_NODE_IMAGE);
    expect(read({}, { KIND_NODE_IMAGE: '' }).defaultImage).toBeUndefined();
    expect(() => read({}, { KIND_NODE_IMAGE: '--rm' })).toThrow(
      'KIND_NODE_IMAGE',
    );
  });

  it('ends an attempt shortly before the backend does', () => {
    const { createTimeoutMs } = read(
      {},
      {},
      { provisioning: { timeout: '5m' } },
    );

    expect(createTimeoutMs).toBeLessThan(300_000);
    expect(createTimeoutMs).toBeGreaterThan(290_000);
  });

  it('names an invalid duration', () => {
    expect(() => read({}, {}, { provisioning: { timeout: 'soon' } })).toThrow(
      'pyk8sLab.provisioning.timeout is not a duration',
    );
  });

  it.each<[string, object]>([
    ['color', { color: 'blue' }],
    ['binary', { binary: 7 }],
    ['binary', { binary: '--version' }],
    ['maxWorkers', { maxWorkers: 'three' }],
    ['maxWorkers', { maxWorkers: -1 }],
    ['maxWorkers', { maxWorkers: 1.5 }],
    ['access', { access: 'socket' }],
    ['pidsPerNode', { pidsPerNode: 100 }],
    ['pidsPerNode', { pidsPerNode: 'many' }],
    ['nodeImages', { nodeImages: 'kindest/node' }],
    ['nodeImages[0].image', { nodeImages: [{ version: 'v1' }] }],
    ['nodeImages[0].version', { nodeImages: [{ image: 'a/b' }] }],
    [
      'nodeImages[0].hash',
      { nodeImages: [{ version: 'v1', image: 'a/b', hash: 1 }] },
    ],
    [
      'nodeImages[0].version',
      { nodeImages: [{ version: 'default', image: 'a/b' }] },
    ],
    [
      'nodeImages[0].version',
      { nodeImages: [{ version: '--x', image: 'a/b' }] },
    ],
    [
      'nodeImages[1].version',
      {
        nodeImages: [
          { version: 'v1', image: 'a/b' },
          { version: 'v1', image: 'a/c' },
        ],
      },
    ],
    [
      'nodeImages[0].image',
      { nodeImages: [{ version: 'v1', image: '--privileged' }] },
    ],
    ['reach.listen', { reach: { listen: 'localhost' } }],
    ['reach.listen', { reach: { listen: '10.0.0.256' } }],
    ['reach.host', { reach: { host: 'https://labs.example.com' } }],
    ['reach.host', { reach: { host: 'labs.example.com:6443' } }],
    ['reach.post', { reach: { post: 1 } }],
    ['reach.ports.to', { reach: { ports: { from: 1 } } }],
    ['reach.ports.from', { reach: { ports: { from: 0, to: 10 } } }],
    ['reach.ports.to', { reach: { ports: { from: 1, to: 70_000 } } }],
    ['reach.ports.from', { reach: { ports: { from: 20, to: 10 } } }],
    ['resources.min', { resources: { min: {} } }],
    ['resources.max.disk', { resources: { max: { disk: '1Gi' } } }],
    ['resources.max.cpu', { resources: { max: { cpu: 'all' } } }],
    ['resources.max.cpu', { resources: { max: { cpu: '100m' } } }],
    ['resources.default.memory', { resources: { default: { memory: '1Mi' } } }],
    [
      'resources.default.memory',
      { resources: { default: { memory: '4Gi' }, max: { memory: '2Gi' } } },
    ],
    ['capacity.minFreeSpace', { capacity: { minFreeSpace: '1Gi' } }],
    ['capacity.minFreeDisk', { capacity: { minFreeDisk: 'some' } }],
    ['reach.ports.step', { reach: { ports: { from: 1, to: 2, step: 1 } } }],
  ])('names pyk8sLab.kind.%s when it is invalid: %j', (key, kind) => {
    expect(() => read(kind)).toThrow(`pyk8sLab.kind.${key}`);
  });
});
