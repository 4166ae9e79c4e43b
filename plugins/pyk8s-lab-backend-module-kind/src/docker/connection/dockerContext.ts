import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, readJsonObject } from './dockerConfig';

/** The certificates of a connection, as `ca.pem`, `cert.pem` and `key.pem`. */
export interface DockerTls {
  readonly directory: string;
  /** False if the daemon's certificate is not verified. */
  readonly verify: boolean;
}

/** The address and credentials of a Docker daemon. */
export interface DockerEndpoint {
  /** In the format of DOCKER_HOST, such as `unix:///var/run/docker.sock`. */
  readonly address: string;
  readonly tls?: DockerTls;
  /** Why no daemon can be used, and the remedy. */
  readonly problem?: string;
}

/**
 * Reads a context of the docker command from its store.
 *
 * @param options - directory: the docker command's configuration; chosenBy: what
 *   selected the context, for the message when it is invalid
 */
export function readContext(
  name: string,
  options: { directory: string | undefined; chosenBy: string },
): DockerEndpoint {
  const { directory, chosenBy } = options;
  // The folders of the store are named after a digest of the context's name.
  const id = createHash('sha256').update(name).digest('hex');
  const store = directory && join(directory, 'contexts');
  const meta =
    store && readJsonObject(join(store, 'meta', id, 'meta.json'))?.Endpoints;
  const endpoint = isObject(meta) ? meta.docker : undefined;
  const host = isObject(endpoint) ? endpoint.Host : undefined;
  if (!store || !isObject(endpoint) || typeof host !== 'string' || !host) {
    return {
      address: `context://${name}`,
      problem: `The Docker context "${name}", which ${chosenBy} selects, has no Docker endpoint: select another ("docker context ls" lists them), or set DOCKER_HOST.`,
    };
  }
  const certificates = join(store, 'tls', id, 'docker');
  const skipsVerify = endpoint.SkipTLSVerify === true;
  return {
    address: host,
    ...((existsSync(certificates) || skipsVerify) && {
      tls: { directory: certificates, verify: !skipsVerify },
    }),
  };
}
