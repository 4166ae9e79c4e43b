import { parse } from 'yaml';
import type { ClusterAnswer } from '../cluster';
import { CommandError } from '../commands';
import type { KindSettings } from '../config/KindSettings';
import type { KindContainer } from '../docker';
import { readFixture } from '../kindCli/output/__testUtils__/readFixture';
import { KindLabProvider } from '../provider/KindLabProvider';
import { FakeCommandRunner, type RanCommand } from './FakeCommandRunner';
import { FakeDockerHost } from './FakeDockerHost';

/** What kubeadm writes, without its keys. */
export const ADMIN_CONF = `
clusters: [{ name: c, cluster: { certificate-authority-data: Q0E= } }]
users: [{ name: u, user: { client-certificate-data: Q0VSVA==, client-key-data: S0VZ } }]
`;

/** The output of a run with as many workers as are asked for. */
function outputOf(workers: number): string[] {
  return readFixture('three-nodes')
    .split('\n')
    .filter(line => workers > 0 || !line.includes('Joining worker nodes'));
}

/**
 * A Docker and a kind in memory that behave as the real ones do, with every part
 * within a test's reach.
 */
export class KindWorld {
  readonly docker = new FakeDockerHost();
  readonly runner = new FakeCommandRunner();
  readonly provider: KindLabProvider;
  /** What every cluster's API server answers; an Error for none. */
  answer: (clusterName: string) => ClusterAnswer | Error = name =>
    this.readyAnswer(name);

  constructor(settings: Partial<KindSettings> = {}) {
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
        createTimeoutMs: 10_000,
        ...settings,
      },
      environment: { PATH: '/usr/bin' },
      docker: this.docker,
      runner: this.runner,
      pollMs: 5,
      reader: {
        read: async kubeconfig => {
          const { clusters } = parse(kubeconfig);
          const answer = this.answer(clusters[0].name.replace(/^kind-/, ''));
          if (answer instanceof Error) {
            throw answer;
          }
          return answer;
        },
      },
    });
  }

  /** What kind does when it is told to make a cluster. */
  makeContainers({ args, options }: RanCommand): string {
    const name = this.#nameIn(args);
    const { nodes, networking } = parse(options.input ?? '');
    nodes.forEach((node: { role: KindContainer['role'] }, index: number) =>
      this.addContainer(name, node.role, index, networking.apiServerPort),
    );
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
      name,
      cluster,
      role,
      state: 'running',
      apiPort: role === 'control-plane' ? apiPort : undefined,
    });
  }

  readyAnswer(clusterName: string): ClusterAnswer {
    return {
      serverVersion: 'v1.34.4',
      nodes: this.docker.containers
        .filter(({ cluster }) => cluster === clusterName)
        .map(({ name }) => ({ name, isReady: true })),
      hasDefaultServiceAccount: true,
      dns: { status: 'ok', message: 'CoreDNS is available.' },
    };
  }

  #nameIn(args: readonly string[]): string {
    return (
      args.find(arg => arg.startsWith('--name='))?.slice('--name='.length) ?? ''
    );
  }
}
