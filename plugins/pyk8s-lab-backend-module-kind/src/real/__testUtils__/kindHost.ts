import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { KindSettings } from '../../config/KindSettings';
import { KindLabProvider } from '../../provider/KindLabProvider';

/** One cluster takes some 25 s on two idle cores. */
export const CLUSTER_TIMEOUT_MS = 180_000;

export const DEFAULT_REACH = { listen: '127.0.0.1', host: 'localhost' };

/** Output of a command, or undefined when it fails. */
function tryRun(file: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(file, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    }).trim();
  } catch {
    return undefined;
  }
}

/** The node image to test with: KIND_NODE_IMAGE, or one of kind's on this host. */
function findNodeImage(): string | undefined {
  const wanted = process.env.KIND_NODE_IMAGE ?? 'kindest/node';
  return tryRun(
    'docker',
    'images',
    '--format',
    '{{.Repository}}:{{.Tag}}',
    wanted,
  )?.split('\n')[0];
}

function whyNot(): string | undefined {
  if (!tryRun('docker', 'version', '--format', '{{.Server.Version}}')) {
    return 'Docker cannot be reached';
  }
  if (!tryRun('kind', 'version')) {
    return 'there is no kind command';
  }
  return findNodeImage()
    ? undefined
    : 'the host has no node image (set KIND_NODE_IMAGE, or "docker pull kindest/node")';
}

/**
 * Tests on real clusters. Where this machine cannot make any, they are skipped
 * with the reason in their name, or fail when PYK8S_LAB_REQUIRE_KIND is 1.
 *
 * @param whyNotElse - what else the tests need, if it is not there
 */
export function describeWithKind(
  title: string,
  tests: () => void,
  whyNotElse: () => string | undefined = () => undefined,
): void {
  const reason = whyNot() ?? whyNotElse();
  if (reason && process.env.PYK8S_LAB_REQUIRE_KIND === '1') {
    throw new Error(
      `PYK8S_LAB_REQUIRE_KIND is 1, but ${reason}: prepare the machine with "npm run lab-host".`,
    );
  }
  const suite = reason ? describe.skip : describe;
  suite(reason ? `${title} (not here: ${reason})` : title, tests);
}

/** Settings for the tests' own clusters. */
export function realSettings(change: Partial<KindSettings> = {}): KindSettings {
  return {
    binary: 'kind',
    nodeImages: [],
    defaultImage: findNodeImage(),
    maxWorkers: 3,
    reach: DEFAULT_REACH,
    access: 'auto',
    resources: { max: {} },
    capacity: {
      memoryPerNodeBytes: 700 * 2 ** 20,
      minFreeMemoryBytes: 2 ** 20,
      minFreeDiskBytes: 2 ** 20,
    },
    createTimeoutMs: CLUSTER_TIMEOUT_MS,
    ...change,
  };
}

export function realProvider(
  change: Partial<KindSettings> = {},
  more: Omit<
    Parameters<typeof KindLabProvider.create>[0],
    'settings' | 'environment'
  > = {},
): KindLabProvider {
  return KindLabProvider.create({
    settings: realSettings(change),
    environment: process.env,
    ...more,
  });
}

/** Names clusters under a prefix that no other run has. */
export function realNames(): { prefix: string; next(): string } {
  const prefix = `lab-${randomBytes(4).toString('hex')}-`;
  let count = 0;
  return {
    prefix,
    next: () => `${prefix}${(++count).toString(16).padStart(4, '0')}`,
  };
}

/** The containers of a cluster, as the docker command sees them. */
export function containersOf(name: string): string[] {
  const out = tryRun(
    'docker',
    'ps',
    '--all',
    '--quiet',
    '--filter',
    `label=io.x-k8s.kind.cluster=${name}`,
  );
  return out ? out.split('\n') : [];
}

/** The processes whose command line names a cluster. */
export function processesOf(name: string): string[] {
  return (tryRun('ps', '-A', '-ww', '-o', 'pid=,stat=,args=') ?? '')
    .split('\n')
    .filter(line => line.includes(name) && !/^\s*\d+\s+Z/.test(line));
}

/** The volumes that the containers of a cluster have at the moment. */
export function volumesOf(name: string): { isThere(): boolean }[] {
  return containersOf(name).flatMap(id =>
    (
      tryRun(
        'docker',
        'inspect',
        '--format',
        '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}',
        id,
      ) ?? ''
    )
      .split(' ')
      .filter(Boolean)
      .map(volume => ({
        isThere: () =>
          tryRun('docker', 'volume', 'inspect', volume) !== undefined,
      })),
  );
}
