import type {
  ActivityCapability,
  ClusterActivity,
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
  KubeconfigReach,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { simulatedKubeconfig } from './kubeconfig';
import type { SimulatedClusters } from './SimulatedClusters';

interface KubeconfigOptions {
  reach?: KubeconfigReach;
  signal: AbortSignal;
}

/** Answers what is asked about clusters. */
export class SimulatedInspector implements ActivityCapability {
  readonly #clusters: SimulatedClusters;

  constructor(clusters: SimulatedClusters) {
    this.#clusters = clusters;
  }

  async check(
    ref: ClusterRef,
    spec: ClusterSpec,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    await this.#clusters.reach({ verb: 'check', ref }, signal);
    return this.#clusters.find(ref.name)?.check(spec);
  }

  async kubeconfig(
    ref: ClusterRef,
    { reach, signal }: KubeconfigOptions,
  ): Promise<string> {
    await this.#clusters.reach({ verb: 'kubeconfig', ref }, signal);
    this.#clusters.ready(ref);
    return simulatedKubeconfig(ref.name, 'owner', reach);
  }

  async viewerKubeconfig(
    ref: ClusterRef,
    { reach, signal }: KubeconfigOptions,
  ): Promise<string> {
    await this.#clusters.reach({ verb: 'viewerKubeconfig', ref }, signal);
    this.#clusters.ready(ref);
    return simulatedKubeconfig(ref.name, 'viewer', reach);
  }

  async activity(
    ref: ClusterRef,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined> {
    await this.#clusters.reach({ verb: 'activity', ref }, signal);
    return { requests: this.#clusters.ready(ref).requests };
  }
}
