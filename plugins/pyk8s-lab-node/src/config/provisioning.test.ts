import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readProvisioningSettings } from './provisioning';

const read = (provisioning?: JsonObject) =>
  readProvisioningSettings(
    new ConfigReader(provisioning ? { pyk8sLab: { provisioning } } : {}),
  );

describe('readProvisioningSettings', () => {
  it('has defaults', () => {
    expect(read()).toEqual({
      concurrency: 2,
      timeoutSeconds: 600,
      attempts: 3,
    });
  });

  it('reads every setting', () => {
    expect(read({ concurrency: 4, timeout: '5m', attempts: 1 })).toEqual({
      concurrency: 4,
      timeoutSeconds: 300,
      attempts: 1,
    });
  });

  it.each([
    ['concurrency', { concurrency: 0 }],
    ['timeout', { timeout: 'soon' }],
    ['attempts', { attempts: 1.5 }],
    ['retries', { retries: 1 }],
  ])('names pyk8sLab.provisioning.%s when it is bad', (key, provisioning) => {
    expect(() => read(provisioning)).toThrow(`pyk8sLab.provisioning.${key}`);
  });
});
