import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DockerEndpoint,
  type DockerTls,
  readContext,
} from './dockerContext';
import { currentContext, dockerConfigDirectory } from './dockerConfig';

const SYSTEM_SOCKET = '/var/run/docker.sock';
const DEFAULT_CONTEXT = 'default';
const TLS_PORT = /:2376\/?$/;

/** The variables that select the daemon of the docker command. */
export interface DockerVariables {
  DOCKER_HOST?: string;
  DOCKER_CONTEXT?: string;
  DOCKER_CONFIG?: string;
  DOCKER_CERT_PATH?: string;
  DOCKER_TLS?: string;
  DOCKER_TLS_VERIFY?: string;
  HOME?: string;
}

/**
 * Finds the Docker daemon as the docker command does: DOCKER_HOST, else the context
 * of DOCKER_CONTEXT, else the one that `docker context use` chose, else the system's
 * socket. If that is missing, the socket of Docker Desktop is used.
 *
 * @param exists - for tests
 */
export function dockerEndpoint(
  environment: DockerVariables,
  exists: (path: string) => boolean = existsSync,
): DockerEndpoint {
  const directory = dockerConfigDirectory(environment);
  if (environment.DOCKER_HOST) {
    return {
      address: environment.DOCKER_HOST,
      tls: tlsOf(environment, directory),
    };
  }
  const { DOCKER_CONTEXT } = environment;
  const context = DOCKER_CONTEXT || currentContext(directory);
  if (context !== undefined && context !== DEFAULT_CONTEXT) {
    return readContext(context, {
      directory,
      chosenBy: DOCKER_CONTEXT ? 'DOCKER_CONTEXT' : '"docker context use"',
    });
  }
  const desktop = directory && join(directory, 'run', 'docker.sock');
  return {
    address: `unix://${
      desktop && !exists(SYSTEM_SOCKET) && exists(desktop)
        ? desktop
        : SYSTEM_SOCKET
    }`,
  };
}

function tlsOf(
  environment: DockerVariables,
  configDirectory: string | undefined,
): DockerTls | undefined {
  const { DOCKER_HOST, DOCKER_TLS, DOCKER_TLS_VERIFY } = environment;
  const isTcp = /^(tcp:\/\/|https:\/\/|[^:/]+(:\d+)?$)/.test(DOCKER_HOST ?? '');
  const isAsked = DOCKER_TLS || DOCKER_TLS_VERIFY;
  const directory = environment.DOCKER_CERT_PATH || configDirectory;
  if (!isTcp || !directory) {
    return undefined;
  }
  // Docker's documentation reserves this port for TLS.
  if (!isAsked && !TLS_PORT.test(DOCKER_HOST ?? '')) {
    return undefined;
  }
  return { directory, verify: Boolean(DOCKER_TLS_VERIFY) || !DOCKER_TLS };
}

/** The path of a unix socket, or undefined for a daemon elsewhere. */
export function socketPathOf(address: string): string | undefined {
  return address.startsWith('unix://')
    ? address.slice('unix://'.length) || SYSTEM_SOCKET
    : undefined;
}

/** True when the daemon runs on the same machine as the portal. */
export function isLocal(address: string): boolean {
  if (socketPathOf(address) !== undefined) {
    return true;
  }
  const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(address);
  return ['localhost', '127.0.0.1', '[::1]'].includes(host?.[1] ?? '');
}
