import type { Config } from '@backstage/config';
import { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The settings of the simulated provider. */
export interface SimulatedSettings {
  readonly enabled: boolean;
  readonly provisioningTimeMs: number;
  readonly maxWorkers: number;
  /** Undefined: there is room for any number of labs. */
  readonly memoryBytes?: number;
}

const DEFAULT_PROVISIONING_MS = 8_000;
const DEFAULT_MAX_WORKERS = 3;

/**
 * Reads `pyk8sLab.simulated`.
 *
 * @param config - the app's config
 * @param environment - NODE_ENV decides whether simulated labs are offered when
 *   the config does not say
 * @throws InputError naming the key that is unknown or of no use
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
