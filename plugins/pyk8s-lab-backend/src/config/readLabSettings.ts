import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Duration } from 'luxon';

/** The settings of the plugin, read and checked once at start. */
export interface LabSettings {
  readonly defaultProvider: string;
  readonly ttl: {
    readonly defaultSeconds: number;
    readonly minSeconds: number;
    readonly maxSeconds: number;
    readonly maxLifetimeSeconds: number;
  };
  readonly provisioning: {
    readonly concurrency: number;
    readonly timeoutSeconds: number;
    readonly attempts: number;
  };
  readonly encryptionKeys: readonly {
    readonly id: string;
    readonly secret: string;
  }[];
}

const ROOT = 'pyk8sLab';

/**
 * Reads `pyk8sLab` from the app's config.
 *
 * @throws InputError naming the key that is unknown, of the wrong type, or out
 *   of bounds, so that a bad key stops the start
 */
export function readLabSettings(rootConfig: Config): LabSettings {
  // `kind` and `simulated` are read by their own modules.
  assertKeys(rootConfig, ROOT, [
    'defaultProvider',
    'ttl',
    'provisioning',
    'encryption',
    'kind',
    'simulated',
  ]);
  return {
    defaultProvider:
      rootConfig.getOptionalString(`${ROOT}.defaultProvider`) ?? 'kind',
    ttl: readTtl(rootConfig),
    provisioning: readProvisioning(rootConfig),
    encryptionKeys: readKeys(rootConfig),
  };
}

function readTtl(config: Config): LabSettings['ttl'] {
  const key = `${ROOT}.ttl`;
  assertKeys(config, key, ['default', 'min', 'max', 'maxLifetime']);
  const ttl = {
    defaultSeconds: seconds(config, `${key}.default`, 2 * 3600),
    minSeconds: seconds(config, `${key}.min`, 5 * 60),
    maxSeconds: seconds(config, `${key}.max`, 24 * 3600),
    maxLifetimeSeconds: seconds(config, `${key}.maxLifetime`, 72 * 3600),
  };
  if (ttl.minSeconds > ttl.maxSeconds) {
    throw new InputError(`${key}.min must not be longer than ${key}.max`);
  }
  if (
    ttl.defaultSeconds < ttl.minSeconds ||
    ttl.defaultSeconds > ttl.maxSeconds
  ) {
    throw new InputError(
      `${key}.default must lie between ${key}.min and ${key}.max`,
    );
  }
  if (ttl.maxLifetimeSeconds < ttl.maxSeconds) {
    throw new InputError(
      `${key}.maxLifetime must not be shorter than ${key}.max`,
    );
  }
  return ttl;
}

function readProvisioning(config: Config): LabSettings['provisioning'] {
  const key = `${ROOT}.provisioning`;
  assertKeys(config, key, ['concurrency', 'timeout', 'attempts']);
  return {
    concurrency: wholeNumber(config, `${key}.concurrency`, 2),
    timeoutSeconds: seconds(config, `${key}.timeout`, 600),
    attempts: wholeNumber(config, `${key}.attempts`, 3),
  };
}

function readKeys(config: Config): LabSettings['encryptionKeys'] {
  const key = `${ROOT}.encryption`;
  assertKeys(config, key, ['keys']);
  const keys = (config.getOptionalConfigArray(`${key}.keys`) ?? []).map(
    entry => ({
      id: entry.getString('id'),
      secret: entry.getString('secret'),
    }),
  );
  const ids = new Set<string>();
  for (const [index, { id, secret }] of keys.entries()) {
    if (!/^[\w.-]{1,64}$/.test(id)) {
      throw new InputError(
        `${key}.keys[${index}].id must be 1 to 64 letters, digits, ".", "_" or "-"`,
      );
    }
    if (ids.has(id)) {
      throw new InputError(
        `${key}.keys[${index}].id is used twice: every key needs an id of its own`,
      );
    }
    ids.add(id);
    if (secret.length < 16) {
      throw new InputError(
        `${key}.keys[${index}].secret is too short: it needs at least 16 characters, such as the output of "openssl rand -base64 32"`,
      );
    }
  }
  return keys;
}

function assertKeys(config: Config, key: string, known: string[]): void {
  for (const name of config.getOptionalConfig(key)?.keys() ?? []) {
    if (!known.includes(name)) {
      throw new InputError(
        `${key}.${name} is no setting of PyK8s-Lab; ${key} takes ${known.join(
          ', ',
        )}`,
      );
    }
  }
}

function seconds(config: Config, key: string, fallback: number): number {
  if (!config.has(key)) {
    return fallback;
  }
  let value: number;
  try {
    value = Duration.fromObject(readDurationFromConfig(config, { key })).as(
      'seconds',
    );
  } catch (error) {
    throw new InputError(
      `${key} is not a duration: write 2h, 90m or { minutes: 90 }`,
      error,
    );
  }
  if (!Number.isFinite(value) || value < 1) {
    throw new InputError(`${key} must be at least one second`);
  }
  return Math.round(value);
}

function wholeNumber(config: Config, key: string, fallback: number): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(`${key} must be a whole number, at least 1`);
  }
  return value;
}
