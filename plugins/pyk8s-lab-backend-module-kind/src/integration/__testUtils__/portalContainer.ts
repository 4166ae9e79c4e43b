import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dockerEndpoint, socketPathOf } from '../../docker/connection/endpoint';
import type { DriverTask } from './driver';

/** The provider in a container of the same Docker. */
export interface PortalContainer {
  /** @returns the driver's output */
  run(task: DriverTask): Record<string, unknown>[];
  remove(): void;
}

const docker = (...args: string[]) =>
  execFileSync('docker', args, { encoding: 'utf8' }).trim();

/** Why no such container can be created here. */
export function whyNoPortalContainer(): string | undefined {
  if (process.platform !== 'linux') {
    return "only on Linux do the machine's own programs run in containers";
  }
  return socketPathOf(dockerEndpoint(process.env).address)
    ? undefined
    : 'Docker has no socket here that a container can be given';
}

/** The path of a command on the PATH. */
function which(command: string): string {
  return realpathSync(
    execFileSync('which', [command], { encoding: 'utf8' }).trim(),
  );
}

/** The shared libraries of a program; a static one has none. */
function librariesOf(program: string): string[] {
  try {
    const out = execFileSync('ldd', [program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...out.matchAll(/(\/\S+)\s+\(0x/g)].map(([, path]) => path);
  } catch {
    return [];
  }
}

/**
 * Builds an image of this machine's Node, docker and kind, without a registry. Its
 * containers get the Docker socket and these sources. They start on Docker's default
 * network, as a portal does.
 */
export function portalContainer(): PortalContainer {
  const image = `pyk8s-lab-test-portal:${randomBytes(4).toString('hex')}`;
  const root = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  try {
    const bin = join(root, 'usr/local/bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(join(root, 'tmp'));
    const programs = {
      node: process.execPath,
      docker: which('docker'),
      kind: which('kind'),
    };
    for (const [name, path] of Object.entries(programs)) {
      copyFileSync(path, join(bin, name));
      for (const library of librariesOf(path)) {
        mkdirSync(join(root, dirname(library)), { recursive: true });
        copyFileSync(library, join(root, library));
      }
    }
    const archive = execFileSync('tar', ['-C', root, '-c', '.'], {
      maxBuffer: 1024 ** 3,
    });
    execFileSync('docker', ['import', '-', image], {
      input: archive,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }

  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  const repository = transform.slice(0, transform.indexOf('/node_modules/'));
  const socket = socketPathOf(dockerEndpoint(process.env).address);
  return {
    run: task =>
      docker(
        'run',
        '--rm',
        `--volume=${repository}:${repository}:ro`,
        `--volume=${socket}:/var/run/docker.sock`,
        '--env=PATH=/usr/local/bin',
        '--env=HOME=/tmp',
        `--workdir=${join(__dirname, '../../..')}`,
        image,
        'node',
        '--require',
        transform,
        join(__dirname, 'driver.ts'),
        JSON.stringify(task),
      )
        .split('\n')
        .map(line => JSON.parse(line)),
    remove: () => {
      docker('image', 'rm', '--force', image);
    },
  };
}
