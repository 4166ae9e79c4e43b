import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The configuration directory of the docker command.
 * @returns undefined for a user without a home directory
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
 * Reads a JSON file that contains an object.
 * @returns undefined when the file does not exist
 */
export function readJsonObject(
  file: string,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(found) ? found : undefined;
  } catch {
    // The docker command also ignores a file that it cannot read.
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
