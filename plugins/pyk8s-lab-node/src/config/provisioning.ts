import type { Config } from '@backstage/config';
import { StrictConfig } from './StrictConfig';

/**
 * How labs are made, by every provider.
 * @public
 */
export interface ProvisioningSettings {
  /** How many are made at the same time. */
  readonly concurrency: number;
  /** What one attempt may take; a provider's own timeout is a little earlier. */
  readonly timeoutSeconds: number;
  /** How often it is tried. */
  readonly attempts: number;
}

/**
 * Reads `pyk8sLab.provisioning`, which the backend and its providers go by.
 *
 * @param config - the app's config
 * @throws InputError naming the key that is unknown or of no use
 * @public
 */
export function readProvisioningSettings(config: Config): ProvisioningSettings {
  const section = StrictConfig.create({
    config,
    key: 'pyk8sLab.provisioning',
    known: ['concurrency', 'timeout', 'attempts'],
  });
  return {
    concurrency: section.wholeNumber('concurrency') ?? 2,
    timeoutSeconds: section.seconds('timeout') ?? 600,
    attempts: section.wholeNumber('attempts') ?? 3,
  };
}
