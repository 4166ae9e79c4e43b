import type {
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
  ListedCluster,
  ListedNode,
  ProviderPhase,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { NodeImages } from './images/NodeImages';

/** The share of each phase in the time, similar to kind's. */
const PHASES: readonly (ProviderPhase & { readonly share: number })[] = [
  { name: 'image', title: 'Getting the node image', share: 1 },
  { name: 'nodes', title: 'Preparing the nodes', share: 4 },
  { name: 'config', title: 'Writing the configuration', share: 1 },
  { name: 'control-plane', title: 'Starting the control plane', share: 8 },
  { name: 'cni', title: 'Installing the pod network', share: 1 },
  { name: 'storage', title: 'Installing the storage class', share: 1 },
  { name: 'workers', title: 'Joining the workers', share: 5 },
  { name: 'ready', title: 'Waiting until the cluster is ready', share: 5 },
];

/**
 * The phases of a cluster with this many workers.
 * @returns share: its fraction of the total time, from 0 to 1
 */
export function phasesWith(
  workers: number,
): (ProviderPhase & { share: number })[] {
  const phases = PHASES.filter(({ name }) => name !== 'workers' || workers > 0);
  const total = phases.reduce((sum, { share }) => sum + share, 0);
  return phases.map(phase => ({ ...phase, share: phase.share / total }));
}

/** The state of one cluster. */
export class SimulatedCluster {
  readonly images = new NodeImages();
  readonly #ref: ClusterRef;
  readonly #spec: ClusterSpec;
  #phase: string | undefined;
  #ready = false;
  #stopped = false;
  #requests = 0;

  constructor(ref: ClusterRef, spec: ClusterSpec) {
    this.#ref = ref;
    this.#spec = spec;
  }

  get spec(): ClusterSpec {
    return this.#spec;
  }

  /** Whether it was created and its nodes run. */
  get isReady(): boolean {
    return this.#ready && !this.#stopped;
  }

  /** The requests of users since its nodes were started. */
  get requests(): number {
    return this.#requests;
  }

  begin(phase: string): void {
    this.#phase = phase;
  }

  finish(): void {
    this.#ready = true;
  }

  stop(): void {
    this.#stopped = true;
  }

  start(): void {
    if (this.#stopped) {
      this.#stopped = false;
      // The request counters of an API server reset when it restarts.
      this.#requests = 0;
    }
  }

  /** Counts requests of users. */
  use(requests: number): void {
    this.#requests += requests;
  }

  list(): ListedCluster {
    return { ref: this.#ref, nodes: this.#nodes() };
  }

  nodeNames(): string[] {
    return this.#nodes().map(({ name }) => name);
  }

  check(wanted: ClusterSpec): ClusterCheck {
    const expected = 1 + wanted.workers;
    const nodes = this.#nodes();
    let waitingFor = '';
    if (this.#stopped) {
      waitingFor = 'the simulated nodes to run (they are stopped)';
    } else if (!this.#ready) {
      waitingFor = `the simulated cluster is incomplete (phase ${this.#phase})`;
    } else if (nodes.length < expected) {
      waitingFor = `${nodes.length} of ${expected} nodes are there`;
    }
    return {
      ready: waitingFor === '',
      waitingFor,
      nodes: nodes.map(({ name, role, state }) => ({
        name,
        role,
        state: this.#stopped ? state : this.#readiness(),
      })),
      conditions: {
        dns: this.isReady
          ? {
              status: 'ok',
              reason: 'Simulated',
              message: 'Simulated: no DNS answers.',
            }
          : {
              status: 'pending',
              reason: 'ClusterNotReady',
              message: 'The cluster is not ready.',
            },
      },
      serverVersion: this.isReady ? 'v0.0.0-simulated' : undefined,
    };
  }

  #readiness(): string {
    return this.#ready ? 'ready' : 'not-ready';
  }

  #nodes(): ListedNode[] {
    const { name } = this.#ref;
    const node = (suffix: string, role: ListedNode['role']) => ({
      name: `${name}-${suffix}`,
      role,
      state: this.#stopped ? ('stopped' as const) : ('running' as const),
      detail: this.#stopped ? 'stopped' : 'running',
    });
    return [
      node('control-plane', 'control-plane'),
      ...Array.from({ length: this.#spec.workers }, (_, index) =>
        // Named as kind does: worker, worker2, worker3 …
        node(index === 0 ? 'worker' : `worker${index + 1}`, 'worker'),
      ),
    ];
  }
}
