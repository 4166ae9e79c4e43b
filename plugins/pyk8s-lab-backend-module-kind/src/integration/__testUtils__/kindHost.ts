import { randomBytes } from 'node:crypto';
import {
  CLUSTER_TIMEOUT_MS,
  findNodeImage,
  tryRun,
} from '@internal/test-utils';
import type { KindSettings } from '../../config/KindSettings';
import { KindLabProvider } from '../../KindLabProvider';

const DEFAULT_REACH = { listen: '127.0.0.1', host: 'localhost' };

/** Settings for the tests' own clusters. */
export function realSettings(change: Partial<KindSettings> = {}): KindSettings {
  return {
    binary: 'kind',
    nodeImages: [],
    defaultImage: findNodeImage(),
    maxWorkers: 3,
    reach: DEFAULT_REACH,
    access: 'auto',
    resources: { max: {}, alwaysLimited: false },
    pidsPerNode: 8_192,
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

/** Names clusters with a prefix that is unique to the run. */
export function realNames(): { prefix: string; next(): string } {
  const prefix = `lab-${randomBytes(4).toString('hex')}-`;
  let count = 0;
  return {
    prefix,
    next: () => `${prefix}${(++count).toString(16).padStart(4, '0')}`,
  };
}

/** The containers of a cluster, as the docker command lists them. */
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

/** The networks of a cluster, as the docker command lists them. */
export function networksOf(name: string): string[] {
  const out = tryRun(
    'docker',
    'network',
    'ls',
    '--format={{.Name}}',
    `--filter=label=io.pyk8s-lab.cluster=${name}`,
  );
  return out ? out.split('\n') : [];
}

/** The processes whose command line names a cluster. */
export function processesOf(name: string): string[] {
  return (tryRun('ps', '-A', '-ww', '-o', 'pid=,stat=,args=') ?? '')
    .split('\n')
    .filter(line => line.includes(name) && !/^\s*\d+\s+Z/.test(line));
}

/** The volumes that the containers of a cluster have now. */
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
