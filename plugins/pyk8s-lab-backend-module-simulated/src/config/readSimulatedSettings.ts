import type { Config } from '@backstage/config';
import { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

export interface SimulatedSettings {
  readonly enabled: boolean;
  readonly provisioningTimeMs: number;
  readonly maxWorkers: number;
  /** Unlimited when undefined. */
  readonly memoryBytes?: number;
}

const DEFAULT_PROVISIONING_MS = 8_000;
const DEFAULT_MAX_WORKERS = 3;

/**
 * Reads `pyk8sLab.simulated`.
 *
 * @param config - the app's config
 * @param environment - NODE_ENV decides whether simulated labs are enabled by
 *   default
 * @throws InputError naming the unknown or invalid key
 */
export function readSimulatedSettings(
  config: Config,
  environment: { NODE_ENV?: string },
): SimulatedSettings {
  const section = StrictConfig.create({
    config,
    key: 'pyk8sLab.simulated',
    known: ['enabled', 'provisioningTime', 'maxWorkers', 'memory'],
  });
  return {
    enabled:
      section.boolean('enabled') ?? environment.NODE_ENV !== 'production',
    provisioningTimeMs:
      section.milliseconds('provisioningTime') ?? DEFAULT_PROVISIONING_MS,
    maxWorkers:
      section.wholeNumber('maxWorkers', { min: 0 }) ?? DEFAULT_MAX_WORKERS,
    memoryBytes: section.quantity('memory')?.value,
  };
}
