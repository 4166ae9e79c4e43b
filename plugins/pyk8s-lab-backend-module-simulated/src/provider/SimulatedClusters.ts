import { setTimeout as delay } from 'node:timers/promises';
import {
  unlessAborted,
  type ClusterRef,
  type ClusterSpec,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { SimulatedCluster } from './SimulatedCluster';
import type {
  SimulatedLabProviderOptions,
  SimulatedMoment,
} from './SimulatedLabProviderOptions';

/** The clusters of one provider by name, and the way to reach them. */
export class SimulatedClusters {
  readonly #byName = new Map<string, SimulatedCluster>();
  readonly #intercept: (moment: SimulatedMoment) => void | Promise<void>;
  readonly #wait: (ms: number, signal?: AbortSignal) => Promise<void>;

  constructor({
    intercept = () => undefined,
    wait = (ms, signal) => delay(ms, undefined, { signal }),
  }: Pick<SimulatedLabProviderOptions, 'intercept' | 'wait'>) {
    this.#intercept = intercept;
    this.#wait = wait;
  }

  all(): SimulatedCluster[] {
    return [...this.#byName.values()];
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }

  /** What the clusters that run were created with. */
  running(): ClusterSpec[] {
    return this.all()
      .filter(cluster => cluster.isReady)
      .map(({ spec }) => spec);
  }

  find(name: string): SimulatedCluster | undefined {
    return this.#byName.get(name);
  }

  add(name: string, cluster: SimulatedCluster): void {
    this.#byName.set(name, cluster);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** @throws Error when the cluster does not exist */
  get(ref: ClusterRef): SimulatedCluster {
    const cluster = this.#byName.get(ref.name);
    if (!cluster) {
      throw new Error(`The simulated cluster "${ref.name}" no longer exists.`);
    }
    return cluster;
  }

  /** @throws Error when the cluster does not exist or is not ready */
  ready(ref: ClusterRef): SimulatedCluster {
    const cluster = this.get(ref);
    if (!cluster.isReady) {
      throw new Error(
        `The simulated cluster "${ref.name}" is not ready and does not respond.`,
      );
    }
    return cluster;
  }

  /** Announces a moment, and waits for it even when the signal aborts. */
  async reach(moment: SimulatedMoment, signal?: AbortSignal): Promise<void> {
    await this.#intercept(moment);
    signal?.throwIfAborted();
  }

  /** Announces a moment, and rejects as soon as the signal aborts. */
  async begin(moment: SimulatedMoment, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await orAborted(() => this.#intercept(moment), signal);
  }

  /** @throws the reason of the signal when it aborts */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await this.#wait(ms, signal);
    signal.throwIfAborted();
  }
}

/**
 * Calls a function and waits for it until a signal aborts.
 * @throws the reason of the signal when it aborts before the function has ended
 */
export async function orAborted(
  act: () => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await unlessAborted((async () => act())(), signal);
  signal.throwIfAborted();
}
