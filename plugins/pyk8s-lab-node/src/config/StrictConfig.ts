import {
  ConfigReader,
  readDurationFromConfig,
  type Config,
} from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { parseQuantity } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * A Kubernetes quantity from config.
 * @public
 */
export interface ConfigQuantity {
  /** As it is written, such as `4Gi`. */
  readonly text: string;
  /** In bytes or cores. */
  readonly value: number;
}

/** Both ways to write a duration, for the error. */
const DURATION_EXAMPLES = 'write 90m, or { minutes: 90 }';

/**
 * A section of the config that is read strictly: an unknown key, and a
 * value that makes no sense, is an InputError that names the key in full, so that
 * it stops the start. What is not there is undefined.
 * @public
 */
export class StrictConfig {
  readonly #config?: Config;
  readonly #key: string;

  /**
   * @param options - config: what the section is in, such as the app's config; key:
   *   the section's key, such as `pyk8sLab.kind`; known: the names that it takes,
   *   those of sections that are read elsewhere included
   * @throws InputError naming the first key that is not known
   */
  static create(options: {
    config: Config;
    key: string;
    known: readonly string[];
  }): StrictConfig {
    const { config, key, known } = options;
    return new StrictConfig(config.getOptionalConfig(key), key, known);
  }

  private constructor(
    config: Config | undefined,
    key: string,
    known: readonly string[],
  ) {
    this.#config = config;
    this.#key = key;
    for (const name of config?.keys() ?? []) {
      if (!known.includes(name)) {
        throw new InputError(
          `${this.keyOf(
            name,
          )} is not a setting of PyK8s-Lab; ${key} takes ${known.join(', ')}`,
        );
      }
    }
  }

  /** The full key of a name in this section, for messages. */
  keyOf(name: string): string {
    return `${this.#key}.${name}`;
  }

  has(name: string): boolean {
    return this.#config?.has(name) ?? false;
  }

  /** A section in this one; it need not be there. */
  section(name: string, known: readonly string[]): StrictConfig {
    return new StrictConfig(
      this.#config?.getOptionalConfig(name),
      this.keyOf(name),
      known,
    );
  }

  /** The sections of a list; none where it is not there. */
  sections(name: string, known: readonly string[]): StrictConfig[] {
    return (this.#config?.getOptionalConfigArray(name) ?? []).map(
      (entry, index) =>
        new StrictConfig(entry, `${this.keyOf(name)}[${index}]`, known),
    );
  }

  boolean(name: string): boolean | undefined {
    return this.#config?.getOptionalBoolean(name);
  }

  string(name: string): string | undefined {
    return this.#config?.getOptionalString(name);
  }

  /** Text that must be there. */
  requiredString(name: string): string {
    return this.#required(name, this.string(name));
  }

  /** @returns an empty list where there is none */
  strings(name: string): string[] {
    return this.#config?.getOptionalStringArray(name) ?? [];
  }

  /** @param options - min and max: both included; min defaults to 1 */
  wholeNumber(
    name: string,
    options: { min?: number; max?: number } = {},
  ): number | undefined {
    const { min = 1, max } = options;
    const value = this.#config?.getOptionalNumber(name);
    if (
      value !== undefined &&
      (!Number.isSafeInteger(value) || value < min || value > (max ?? value))
    ) {
      const bounds =
        max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
      throw new InputError(`${this.keyOf(name)} must be an integer, ${bounds}`);
    }
    return value;
  }

  /** As {@link StrictConfig.wholeNumber}, for one that must be there. */
  requiredWholeNumber(
    name: string,
    options: { min?: number; max?: number } = {},
  ): number {
    return this.#required(name, this.wholeNumber(name, options));
  }

  /** A duration in whole seconds, at least one. */
  seconds(name: string): number | undefined {
    const ms = this.milliseconds(name);
    return ms === undefined ? undefined : wholeSeconds(ms, this.keyOf(name));
  }

  /** A list of durations, each in whole seconds, at least one. */
  secondsList(name: string): number[] | undefined {
    const list = this.#config?.getOptional(name);
    if (list === undefined) {
      return undefined;
    }
    if (!Array.isArray(list)) {
      throw new InputError(
        `${this.keyOf(name)} must be a list of durations, such as [15m, 5m]`,
      );
    }
    return list.map((value, index) => {
      const key = `${this.keyOf(name)}[${index}]`;
      const entry = new ConfigReader({ value });
      return wholeSeconds(readMilliseconds(entry, 'value', key), key);
    });
  }

  /** A duration in milliseconds, at least zero. */
  milliseconds(name: string): number | undefined {
    return this.#config?.has(name)
      ? readMilliseconds(this.#config, name, this.keyOf(name))
      : undefined;
  }

  /** Cores or bytes; a number without a unit may be written without quotes. */
  quantity(name: string): ConfigQuantity | undefined {
    const written = this.#config?.getOptional(name);
    if (written === undefined) {
      return undefined;
    }
    const text = typeof written === 'number' ? String(written) : written;
    const value = typeof text === 'string' ? parseQuantity(text) : undefined;
    if (typeof text !== 'string' || value === undefined) {
      throw new InputError(
        `${this.keyOf(
          name,
        )} is not a quantity: write cores such as 2 or 500m, or bytes such as 4Gi`,
      );
    }
    return { text, value };
  }

  #required<T>(name: string, value: T | undefined): T {
    if (value === undefined) {
      throw new InputError(`${this.keyOf(name)} is missing`);
    }
    return value;
  }
}

function readMilliseconds(config: Config, name: string, key: string): number {
  let ms: number;
  try {
    ms = durationToMilliseconds(readDurationFromConfig(config, { key: name }));
  } catch (error) {
    throw new InputError(
      `${key} is not a duration: ${DURATION_EXAMPLES}`,
      error,
    );
  }
  if (!Number.isFinite(ms) || ms < 0) {
    throw new InputError(`${key} is not a duration: ${DURATION_EXAMPLES}`);
  }
  return ms;
}

function wholeSeconds(ms: number, key: string): number {
  if (ms < 1_000) {
    throw new InputError(`${key} must be at least one second`);
  }
  return Math.round(ms / 1_000);
}
