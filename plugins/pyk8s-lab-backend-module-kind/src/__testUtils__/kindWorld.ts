import type {
  ClusterAccess,
  ClusterActivity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse, stringify } from 'yaml';
import type { HostFacts } from '../lifecycle/capacity/HostProbe';
import type {
  ClusterAnswer,
  ClusterReader,
} from '../lifecycle/checks/ClusterReader';
import type { LogReader } from '../logs/pods/LogReader';
import { CommandError } from '../kind/process/CommandRunner';
import type { KindSettings } from '../config/KindSettings';
import type { KindContainer } from '../docker/DockerHost';
import { readFixture } from '../kind/output/__testUtils__/readFixture';
import { networkOf } from '../network/names';
import { KUBEADM_CONF } from '../kind/kubeadmPatches';
import { SETUP_FILE } from '../lifecycle/checks/setup';
import { KindLabProvider } from '../KindLabProvider';
import { FakeContainerd } from './FakeContainerd';
import { FakeCommandRunner, type RanCommand } from './FakeCommandRunner';
import { FakeDockerHost } from './FakeDockerHost';
import { FakeLogReader } from './FakeLogReader';

/** kubeadm's kubeconfig, without keys. */
export const ADMIN_CONF = `
clusters: [{ name: c, cluster: { certificate-authority-data: ${testPem(
  'CERTIFICATE',
  'CA',
)} } }]
users:
- name: u
  user:
    client-certificate-data: ${testPem('CERTIFICATE', 'CERT')}
    client-key-data: ${testPem('PRIVATE KEY', 'KEY')}
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;

/** The output of a run with the requested number of workers. */
function outputOf(workers: number): string[] {
  return readFixture('three-nodes')
    .split('\n')
    .filter(line => workers > 0 || !line.includes('Joining worker nodes'));
}

function orThrow<T>(value: T | Error): T {
  if (value instanceof Error) {
    throw value;
  }
  return value;
}

/**
 * A Docker and a kind in memory that behave as the real ones do; tests can access
 * every part.
 */
export class KindWorld {
  readonly docker = new FakeDockerHost();
  /** Of every node. */
  readonly containerd = new FakeContainerd(this.docker.program);
  readonly runner = new FakeCommandRunner();
  readonly logReader = new FakeLogReader();
  readonly provider: KindLabProvider;
  /** The response of every cluster's API server; an Error for no response. */
  answer: (clusterName: string) => ClusterAnswer | Error = name =>
    this.readyAnswer(name);
  /** The count of every cluster's API server; an Error for no response. */
  activity: ClusterActivity | undefined | Error = { requests: 7 };
  /** The token of every viewer; an Error for no response. */
  viewerToken: string | Error = 'a-token';
  /** The resources of this machine, which Docker runs on. */
  free: Pick<HostFacts, 'memoryFreeBytes' | 'diskFreeBytes'> = {
    memoryFreeBytes: 16 * 2 ** 30,
    diskFreeBytes: 100 * 2 ** 30,
  };

  constructor(
    settings: Partial<KindSettings> = {},
    options: {
      resumeTimeoutMs?: number;
      /** Replaces those in memory. */
      reader?: ClusterReader;
      logReader?: LogReader;
    } = {},
  ) {
    this.docker.program = this.containerd.program;
    this.docker.files.set('/etc/kubernetes/admin.conf', ADMIN_CONF);
    this.runner
      .on('kind version', () => 'kind v0.33.0 go1.26.8 linux/amd64')
      .on('docker --version', () => 'Docker version 28.2.2, build e6534b4')
      .on('kind create', command => this.makeContainers(command))
      .on('kind delete', ({ args }) => {
        const name = this.#nameIn(args);
        this.docker.containers = this.docker.containers.filter(
          ({ cluster }) => cluster !== name,
        );
        return `Deleting cluster "${name}" ...`;
      });
    this.provider = KindLabProvider.create({
      settings: {
        binary: 'kind',
        nodeImages: [],
        maxWorkers: 3,
        reach: { listen: '127.0.0.1', host: 'localhost' },
        access: 'host',
        resources: { max: {}, alwaysLimited: false },
        pidsPerNode: 8_192,
        capacity: {
          memoryPerNodeBytes: 700 * 2 ** 20,
          minFreeMemoryBytes: 2 ** 30,
          minFreeDiskBytes: 5 * 2 ** 30,
        },
        createTimeoutMs: 10_000,
        ...settings,
      },
      environment: { PATH: '/usr/bin' },
      docker: this.docker,
      runner: this.runner,
      pollMs: 5,
      resumeTimeoutMs: options.resumeTimeoutMs,
      reader: options.reader ?? {
        read: async access => orThrow(this.answer(this.#clusterAt(access))),
        activity: async () => orThrow(this.activity),
        viewerToken: async () => orThrow(this.viewerToken),
      },
      logReader: options.logReader ?? this.logReader,
      local: {
        memory: async () => ({
          totalBytes: this.docker.machine.memoryBytes,
          availableBytes: this.free.memoryFreeBytes,
        }),
        diskFree: async () => this.free.diskFreeBytes,
      },
    });
  }

  /** Simulates `kind create cluster`. */
  makeContainers({ args, options }: RanCommand): string {
    const name = this.#nameIn(args);
    const { nodes, networking, kubeadmConfigPatches } = parse(
      options.input ?? '',
    );
    nodes.forEach((node: { role: KindContainer['role'] }, index: number) =>
      this.addContainer(name, node.role, index, networking.apiServerPort),
    );
    // The part of it that our own patches are about.
    this.docker.files.set(
      KUBEADM_CONF,
      stringify(
        kubeadmConfigPatches
          .map((patch: string) => parse(patch))
          .find(({ kind }: { kind: string }) => kind === 'InitConfiguration'),
      ),
    );
    this.docker.files.delete(SETUP_FILE);
    for (const line of outputOf(nodes.length - 1)) {
      options.onLine?.(line);
      if (options.signal?.aborted) {
        throw new CommandError({
          failure: 'aborted',
          argv: args,
          detail: 'was aborted',
        });
      }
    }
    return '';
  }

  addContainer(
    cluster: string,
    role: KindContainer['role'],
    index: number,
    apiPort: number,
  ): void {
    const name = `${cluster}-${role}${index > 1 ? index : ''}`;
    this.docker.containers.push({
      id: `id-of-${name}`,
      imageId: 'sha256:node',
      name,
      cluster,
      role,
      network: networkOf(cluster),
      state: 'running',
      apiPort: role === 'control-plane' ? apiPort : undefined,
    });
  }

  readyAnswer(clusterName: string): ClusterAnswer {
    return {
      serverVersion: 'v1.34.4',
      nodes: this.docker.containers
        .filter(({ cluster }) => cluster === clusterName)
        .map(({ name }) => ({
          name,
          isReady: true,
          heartbeatAt: new Date(),
        })),
      hasDefaultServiceAccount: true,
      dns: { status: 'ok', message: 'CoreDNS is available.' },
    };
  }

  #clusterAt({ server }: ClusterAccess): string {
    const { port } = new URL(server);
    const found = this.docker.containers.find(
      ({ apiPort }) => String(apiPort) === port,
    );
    return found?.cluster ?? '';
  }

  #nameIn(args: readonly string[]): string {
    return (
      args.find(arg => arg.startsWith('--name='))?.slice('--name='.length) ?? ''
    );
  }
}
