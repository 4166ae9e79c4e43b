import type {
  ClusterRef,
  ClusterSpec,
  PowerCapability,
  StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { SimulatedClusters } from './SimulatedClusters';

/** Stops and starts the nodes of clusters. */
export class SimulatedPower implements PowerCapability {
  readonly #clusters: SimulatedClusters;
  readonly #timeMs: number;

  /** @param timeMs - how long nodes take to stop or to start */
  constructor(clusters: SimulatedClusters, timeMs: number) {
    this.#clusters = clusters;
    this.#timeMs = timeMs;
  }

  async pause(
    ref: ClusterRef,
    { signal }: Pick<StepContext, 'signal'>,
  ): Promise<void> {
    await this.#clusters.reach({ verb: 'pause', ref }, signal);
    await this.#restart(ref, signal);
    this.#clusters.get(ref).stop();
  }

  async resume(
    ref: ClusterRef,
    _spec: ClusterSpec,
    { signal }: Pick<StepContext, 'signal'>,
  ): Promise<void> {
    await this.#clusters.reach({ verb: 'resume', ref }, signal);
    await this.#restart(ref, signal);
    this.#clusters.get(ref).start();
  }

  /** @throws Error when the cluster does not exist */
  async #restart(ref: ClusterRef, signal: AbortSignal): Promise<void> {
    this.#clusters.get(ref);
    await this.#clusters.wait(this.#timeMs, signal);
  }
}
