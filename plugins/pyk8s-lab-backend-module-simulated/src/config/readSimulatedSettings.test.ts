import { mockServices } from '@backstage/backend-test-utils';
import { readSimulatedSettings } from './readSimulatedSettings';

const read = (simulated: object, NODE_ENV = 'development') =>
  readSimulatedSettings(
    mockServices.rootConfig({ data: { pyk8sLab: { simulated } } }),
    { NODE_ENV },
  );

describe('readSimulatedSettings', () => {
  it('offers simulated labs in development', () => {
    expect(
      readSimulatedSettings(mockServices.rootConfig(), {
        NODE_ENV: 'development',
      }),
    ).toEqual({ enabled: true, provisioningTimeMs: 8_000, maxWorkers: 3 });
  });

  it('reads the memory that labs share', () => {
    expect(read({ memory: '8Gi' }).memoryBytes).toBe(8 * 2 ** 30);
  });

  it('offers them in production only when asked', () => {
    expect(read({}, 'production').enabled).toBe(false);
    expect(read({ enabled: true }, 'production').enabled).toBe(true);
  });

  it('can be switched off in development', () => {
    expect(read({ enabled: false }).enabled).toBe(false);
  });

  it.each([
    ['30s', 30_000],
    [{ milliseconds: 200 }, 200],
  ])('reads a provisioning time of %j', (provisioningTime, expected) => {
    expect(read({ provisioningTime }).provisioningTimeMs).toBe(expected);
  });

  it.each([
    ['enabled', { enabled: 'perhaps' }],
    ['provisioningTime', { provisioningTime: 'a while' }],
    ['provisioningTime', { provisioningTime: 8 }],
    ['maxWorkers', { maxWorkers: 1.5 }],
    ['maxWorkers', { maxWorkers: -1 }],
    ['maxWorkers', { maxWorkers: 'many' }],
    ['memory', { memory: 'much' }],
    ['speed', { speed: 'fast' }],
  ])('names pyk8sLab.simulated.%s when it is %j', (key, simulated) => {
    expect(() => read(simulated)).toThrow(`pyk8sLab.simulated.${key}`);
  });
});
