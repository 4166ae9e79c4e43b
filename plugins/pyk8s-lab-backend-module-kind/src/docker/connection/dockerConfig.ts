import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the docker command keeps its configuration.
 * @returns undefined for a user without a home
 */
export function dockerConfigDirectory(environment: {
  DOCKER_CONFIG?: string;
  HOME?: string;
}): string | undefined {
  return (
    environment.DOCKER_CONFIG ||
    (environment.HOME ? join(environment.HOME, '.docker') : undefined)
  );
}

/**
 * Reads a file of JSON that holds an object.
 * @returns undefined when there is none
 */
export function readJsonObject(
  file: string,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(found) ? found : undefined;
  } catch {
    // The docker command, too, takes a file that it cannot read for an empty one.
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The context that `docker context use` chose. */
export function currentContext(
  directory: string | undefined,
): string | undefined {
  const found =
    directory && readJsonObject(join(directory, 'config.json'))?.currentContext;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
