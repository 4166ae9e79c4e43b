import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dockerConfigDirectory,
  isObject,
  readJsonObject,
} from '../docker/connection/dockerConfig';

/** The variables that kind passes to the nodes of a cluster. */
export const PROXIES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'http_proxy',
  'https_proxy',
];

/**
 * Removes user and password from the address of a proxy: everything before the last
 * "@", since the password may not be escaped.
 */
export function withoutUserinfo(proxy: string): string {
  const at = proxy.lastIndexOf('@');
  if (at < 0) {
    return proxy;
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(proxy)?.[0] ?? '';
  return scheme + proxy.slice(at + 1);
}

/** The variables of an environment whose proxy has a user or a password. */
export function proxiesWithUserinfo(environment: NodeJS.ProcessEnv): string[] {
  return PROXIES.filter(name => environment[name]?.includes('@'));
}

/**
 * The docker command sets the `proxies` of its configuration in every container that
 * it creates, including the nodes of labs. If they have a user or a password, kind
 * gets a configuration without them.
 *
 * @param environment - of kind
 * @param directory - for the changed configuration; private to the portal
 * @returns the environment to use
 */
export async function withSafeDockerConfig(
  environment: Readonly<Record<string, string>>,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const own = dockerConfigDirectory(environment);
  const file = own && join(own, 'config.json');
  if (!file || !existsSync(file)) {
    return environment;
  }
  // The docker command may be able to read a file that the portal cannot.
  const config = readJsonObject(file);
  const safe = withoutProxyUserinfo(config ?? {});
  if (JSON.stringify(safe) === JSON.stringify(config)) {
    return environment;
  }
  const folder = join(directory, 'docker');
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, 'config.json'), JSON.stringify(safe), {
    mode: 0o600,
  });
  return { ...environment, DOCKER_CONFIG: folder };
}

/** The docker command ignores the case of the names in its configuration. */
function withoutProxyUserinfo(
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return mapValues(config, (value, name) =>
    name.toLowerCase() === 'proxies' && isObject(value)
      ? mapValues(value, daemon =>
          isObject(daemon)
            ? mapValues(daemon, proxy =>
                typeof proxy === 'string' ? withoutUserinfo(proxy) : proxy,
              )
            : daemon,
        )
      : value,
  );
}

function mapValues(
  object: Readonly<Record<string, unknown>>,
  map: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, map(value, name)]),
  );
}
