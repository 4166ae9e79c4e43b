import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** The settings of the simulated provider. */
export interface SimulatedSettings {
  readonly enabled: boolean;
  readonly provisioningTimeMs: number;
  readonly maxWorkers: number;
}

const KEY = 'pyk8sLab.simulated';
const KNOWN = ['enabled', 'provisioningTime', 'maxWorkers'];
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
  for (const name of config.getOptionalConfig(KEY)?.keys() ?? []) {
    if (!KNOWN.includes(name)) {
      throw new InputError(
        `${KEY}.${name} is no setting; ${KEY} takes ${KNOWN.join(', ')}`,
      );
    }
  }
  return {
    enabled:
      config.getOptionalBoolean(`${KEY}.enabled`) ??
      environment.NODE_ENV !== 'production',
    provisioningTimeMs: readProvisioningTime(config),
    maxWorkers: readMaxWorkers(config),
  };
}

function readProvisioningTime(config: Config): number {
  const key = `${KEY}.provisioningTime`;
  if (!config.has(key)) {
    return DEFAULT_PROVISIONING_MS;
  }
  try {
    return durationToMilliseconds(readDurationFromConfig(config, { key }));
  } catch (error) {
    throw new InputError(
      `${key} is not a duration: write 30s, or { milliseconds: 200 }`,
      error,
    );
  }
}

function readMaxWorkers(config: Config): number {
  const key = `${KEY}.maxWorkers`;
  const value = config.getOptionalNumber(key) ?? DEFAULT_MAX_WORKERS;
  if (!Number.isInteger(value) || value < 0) {
    throw new InputError(`${key} must be a whole number, at least 0`);
  }
  return value;
}
