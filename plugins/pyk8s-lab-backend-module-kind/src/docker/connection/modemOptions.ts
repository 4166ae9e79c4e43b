import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import type { DockerOptions } from 'dockerode';
import type { DockerEndpoint, DockerTls } from './dockerContext';
import { socketPathOf } from './endpoint';

/**
 * The options of dockerode for an endpoint. They set everything that dockerode would
 * otherwise read from the environment.
 *
 * @throws Error when the address is invalid
 */
export function modemOptions(endpoint: DockerEndpoint): DockerOptions {
  const { address, tls } = endpoint;
  const nothing = {
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  const socketPath = socketPathOf(address) ?? pipeOf(address);
  if (socketPath !== undefined) {
    return { ...nothing, socketPath, protocol: 'http' };
  }
  const url = parse(address);
  const isTls = tls !== undefined || url.protocol === 'https:';
  if (url.protocol === 'ssh:') {
    return {
      ...nothing,
      host: url.hostname,
      port: url.port || undefined,
      protocol: 'ssh',
      username: url.username,
      sshOptions: { agent: process.env.SSH_AUTH_SOCK },
    };
  }
  return {
    ...nothing,
    host: url.hostname,
    // As the docker command does.
    port: url.port || (isTls ? '2376' : '2375'),
    protocol: isTls ? 'https' : 'http',
    ...(tls && credentialsOf(tls)),
  };
}

function pipeOf(address: string): string | undefined {
  return address.startsWith('npipe://')
    ? address.slice('npipe://'.length)
    : undefined;
}

function parse(address: string): URL {
  try {
    return new URL(address.includes('://') ? address : `tcp://${address}`);
  } catch {
    throw new Error(
      `"${address}" is not an address of a Docker daemon: it must be like unix:///var/run/docker.sock, tcp://labs.example.com:2376 or ssh://user@labs.example.com`,
    );
  }
}

/** Each file is optional, as it is for the docker command. */
function credentialsOf({ directory, verify }: DockerTls) {
  const files = {
    ca: readIfThere(join(directory, 'ca.pem')),
    cert: readIfThere(join(directory, 'cert.pem')),
    key: readIfThere(join(directory, 'key.pem')),
  };
  return verify
    ? files
    : { ...files, agent: new Agent({ rejectUnauthorized: false }) };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
