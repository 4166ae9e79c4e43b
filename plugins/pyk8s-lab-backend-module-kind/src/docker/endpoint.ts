import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SYSTEM_SOCKET = '/var/run/docker.sock';

/**
 * Where the Docker daemon is: DOCKER_HOST, or the socket of this user's Docker
 * Desktop, or the system's.
 *
 * @returns such as `unix:///var/run/docker.sock`
 */
export function dockerEndpoint(
  environment: { DOCKER_HOST?: string },
  exists: (path: string) => boolean = existsSync,
): string {
  if (environment.DOCKER_HOST) {
    return environment.DOCKER_HOST;
  }
  const desktop = join(homedir(), '.docker', 'run', 'docker.sock');
  return `unix://${exists(desktop) ? desktop : SYSTEM_SOCKET}`;
}

/** The path of a unix socket, or undefined for a daemon elsewhere. */
export function socketPathOf(endpoint: string): string | undefined {
  return endpoint.startsWith('unix://')
    ? endpoint.slice('unix://'.length) || SYSTEM_SOCKET
    : undefined;
}

/** True when the daemon runs on the same machine as the portal. */
export function isLocal(endpoint: string): boolean {
  if (socketPathOf(endpoint) !== undefined) {
    return true;
  }
  const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(endpoint);
  return ['localhost', '127.0.0.1', '[::1]'].includes(host?.[1] ?? '');
}
