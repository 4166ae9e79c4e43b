import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type {
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
  KubeconfigReach,
  LabProvider,
  ListedCluster,
  Preflight,
  ProviderCapabilities,
  ProviderOptions,
  ProviderPhase,
  StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { phasesWith } from './kind/output/phases';
import { preflight } from './lifecycle/capacity/preflight';
import { resourceOptions } from './lifecycle/capacity/resources';
import type { HostFacts } from './lifecycle/capacity/HostProbe';
import { clustersOnSharedNetwork } from './network/names';
import { assertHost, assertKnown, HOST } from './kind/clusterRefs';
import { groupByCluster } from './lifecycle/groupByCluster';
import {
  assemble,
  type KindLabProviderOptions,
  type KindParts,
} from './KindParts';
import { lookAtHost, type HostLook } from './lifecycle/lookAtHost';
import { namesInWords } from './lifecycle/messages';

/** Users wait for the options. */
const OPTIONS_TIMEOUT_MS = 5_000;

/** Creates clusters with kind. */
export class KindLabProvider implements LabProvider {
  readonly id = 'kind';
  readonly title = 'KinD (Kubernetes in Docker)';
  readonly simulated = false;
  readonly hosts = [HOST];
  readonly can: Required<ProviderCapabilities>;
  readonly #parts: KindParts;

  /** @throws Error when DOCKER_HOST is invalid */
  static create(options: KindLabProviderOptions): KindLabProvider {
    return new KindLabProvider(assemble(options));
  }

  private constructor(parts: KindParts) {
    this.#parts = parts;
    const { pauser, commands, logs, importedImages, inspector } = parts;
    this.can = {
      power: pauser,
      commands,
      logs,
      images: importedImages,
      activity: inspector,
    };
  }

  phases({ workers }: ClusterSpec): ProviderPhase[] {
    return phasesWith(workers);
  }

  async options(): Promise<ProviderOptions> {
    const [{ problem, kindVersion, dockerVersion }, facts] = await Promise.all([
      this.look(),
      this.#facts(),
    ]);
    const { resources, capacity, maxWorkers } = this.#parts.settings;
    return {
      available: problem === undefined,
      reachable: dockerVersion !== undefined,
      message: problem,
      kubernetesVersions: this.#parts.images.versions(kindVersion),
      maxWorkers,
      resources: resourceOptions(resources, capacity, facts),
      capacity: facts && [{ host: HOST, ...facts }],
    };
  }

  async preflight(
    host: string,
    spec: ClusterSpec,
    options: { making: readonly ClusterSpec[]; signal: AbortSignal },
  ): Promise<Preflight> {
    try {
      assertHost(host);
      return preflight(
        await this.#parts.probe.look(options),
        spec,
        options.making,
        this.#parts.settings,
      );
    } catch (error) {
      return {
        fits: 'later',
        reason: isError(error) ? error.message : String(error),
      };
    }
  }

  /** Whether Docker and kind can be used. Never throws. */
  async look(): Promise<HostLook> {
    return lookAtHost(this.#parts.kind, this.#parts.docker);
  }

  /**
   * False without `ps`: processes that a killed portal left running cannot be found
   * then.
   */
  async canSeeProcesses(): Promise<boolean> {
    return this.#parts.kind.canSeeProcesses();
  }

  /** Names existing labs that are less isolated than others. */
  async isolationWarning(): Promise<string | undefined> {
    const clusters = clustersOnSharedNetwork(
      await this.#parts.docker.listContainers(),
    );
    return clusters.length > 0
      ? `Labs of an earlier version share the Docker network "kind": they reach each other, and the firewall of the lab host does not cover them. Recreate or delete them: ${namesInWords(
          clusters,
        )}`
      : undefined;
  }

  async create(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: StepContext,
  ): Promise<void> {
    assertKnown(ref);
    await this.#parts.maker.make(ref, spec, context);
  }

  async check(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    assertKnown(ref);
    const { inspector, limits } = this.#parts;
    const check = await inspector.check(ref, spec, options);
    return limits.settle(ref, spec, check, options);
  }

  async kubeconfig(
    ref: ClusterRef,
    options: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string> {
    assertKnown(ref);
    return this.#parts.inspector.kubeconfig(ref.name, options);
  }

  async viewerKubeconfig(
    ref: ClusterRef,
    options: {
      expiresAt: Date;
      reach?: KubeconfigReach;
      signal: AbortSignal;
    },
  ): Promise<string> {
    assertKnown(ref);
    return this.#parts.inspector.viewerKubeconfig(ref.name, options);
  }

  async destroy(
    ref: ClusterRef,
    options: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void> {
    assertKnown(ref);
    await this.#parts.remover.remove(ref.name, options);
  }

  async list(
    prefix: string,
    options: { signal: AbortSignal },
  ): Promise<ListedCluster[]> {
    const { docker, networks } = this.#parts;
    const [containers, clusters] = await Promise.all([
      docker.listContainers(options),
      networks.clusters(options),
    ]);
    return groupByCluster(
      containers.filter(({ cluster }) => cluster.startsWith(prefix)),
      clusters.filter(cluster => cluster.startsWith(prefix)),
      HOST,
    );
  }

  /**
   * Refuses connections from labs to this process if it runs in a container that
   * joins their networks. Call it before the portal listens.
   *
   * @returns a function that stops it
   */
  async guard(logger?: Pick<LoggerService, 'warn'>): Promise<() => void> {
    const { access, guard } = this.#parts;
    // If Docker is unreachable now, it is asked again with the first lab.
    await guard
      .start(async () => access.ownContainer(), logger)
      .catch(() => undefined);
    return () => guard.stop();
  }

  /** @returns undefined while Docker is unreachable */
  async #facts(): Promise<HostFacts | undefined> {
    const signal = AbortSignal.timeout(OPTIONS_TIMEOUT_MS);
    // look() reports why.
    return this.#parts.probe.look({ signal }).catch(() => undefined);
  }
}
