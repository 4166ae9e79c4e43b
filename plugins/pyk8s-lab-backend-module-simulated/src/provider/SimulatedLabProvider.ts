import { isError } from '@backstage/errors';
import { DEFAULT_KUBERNETES_VERSION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ActivityCapability,
  type ClusterCheck,
  type ClusterRef,
  type ClusterSpec,
  type CommandCapability,
  type ImageCapability,
  type KubeconfigReach,
  type LabProvider,
  type ListedCluster,
  type LogCapability,
  type PowerCapability,
  type Preflight,
  type ProviderCapabilities,
  type ProviderOptions,
  type ProviderPhase,
  type StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { SimulatedCommands } from './commands/SimulatedCommands';
import { SimulatedImages } from './images/SimulatedImages';
import { SimulatedLogs } from './logs/SimulatedLogs';
import {
  simulatedCapacity,
  simulatedPreflight,
  simulatedResources,
} from './preflight';
import { phasesWith, SimulatedCluster } from './SimulatedCluster';
import { SimulatedClusters } from './SimulatedClusters';
import { SimulatedInspector } from './SimulatedInspector';
import type { SimulatedLabProviderOptions } from './SimulatedLabProviderOptions';
import { SimulatedPower } from './SimulatedPower';

/**
 * Creates clusters that exist only in memory, for machines without Docker and for
 * tests of scale and faults. They end with the process.
 * @public
 */
export class SimulatedLabProvider implements LabProvider {
  readonly id = 'simulated';
  readonly title = 'Simulated (no cluster)';
  readonly simulated = true;
  readonly hosts = ['local'];
  readonly power: PowerCapability;
  readonly commands: CommandCapability;
  readonly logs: LogCapability;
  readonly images: ImageCapability;
  readonly activity: ActivityCapability;
  readonly can: ProviderCapabilities;
  readonly #inspector: SimulatedInspector;
  readonly #clusters: SimulatedClusters;
  readonly #options: SimulatedLabProviderOptions;

  static create(options: SimulatedLabProviderOptions): SimulatedLabProvider {
    return new SimulatedLabProvider(options);
  }

  private constructor(options: SimulatedLabProviderOptions) {
    const clusters = new SimulatedClusters(options);
    this.#options = options;
    this.#clusters = clusters;
    this.#inspector = new SimulatedInspector(clusters);
    this.power = new SimulatedPower(clusters, options.provisioningTimeMs / 10);
    this.commands = new SimulatedCommands(clusters);
    this.logs = new SimulatedLogs(clusters);
    this.images = new SimulatedImages(clusters);
    this.activity = this.#inspector;
    const offers = (name: keyof ProviderCapabilities) =>
      options.can?.includes(name) ?? true;
    this.can = {
      power: offers('power') ? this.power : undefined,
      commands: offers('commands') ? this.commands : undefined,
      logs: offers('logs') ? this.logs : undefined,
      images: offers('images') ? this.images : undefined,
      activity: offers('activity') ? this.activity : undefined,
    };
  }

  /** The names of all clusters, including those that are incomplete. */
  clusterNames(): string[] {
    return this.#clusters.names();
  }

  /** Removes a cluster without the portal, as `docker rm` would. */
  vanish(name: string): void {
    this.#clusters.remove(name);
  }

  /** Stops a cluster's nodes without the portal, as `docker stop` would. */
  stopNodes(name: string): void {
    this.#clusters.find(name)?.stop();
  }

  /** Counts requests of users to a cluster, as those of `kubectl`. */
  use(name: string, requests: number = 1): void {
    this.#clusters.find(name)?.use(requests);
  }

  /** Removes the imported images of a node, as recreating it would. */
  loseImages(name: string, node: string): void {
    this.#clusters.find(name)?.images.lose(node);
  }

  phases({ workers }: ClusterSpec): ProviderPhase[] {
    return phasesWith(workers).map(({ name, title }) => ({ name, title }));
  }

  async options(): Promise<ProviderOptions> {
    const { memoryBytes, maxWorkers } = this.#options;
    const offer = {
      kubernetesVersions: [
        {
          version: DEFAULT_KUBERNETES_VERSION,
          title: 'Simulated',
          isDefault: true,
        },
      ],
      maxWorkers,
      resources: simulatedResources(memoryBytes),
      capacity: simulatedCapacity(
        memoryBytes,
        this.hosts,
        this.#clusters.running(),
      ),
    };
    try {
      await this.#clusters.reach({ verb: 'options' });
    } catch (error) {
      return {
        ...offer,
        available: false,
        reachable: false,
        message: messageOf(error),
      };
    }
    return {
      ...offer,
      available: true,
      reachable: true,
      message:
        'Simulated labs show how labs work; no cluster is created. For real ones, install and start Docker and kind on the machine that runs the portal (on Debian or Ubuntu, "npm run lab-host" does it).',
    };
  }

  async preflight(
    _host: string,
    spec: ClusterSpec,
    { making, signal }: { making: readonly ClusterSpec[]; signal: AbortSignal },
  ): Promise<Preflight> {
    try {
      await this.#clusters.reach({ verb: 'preflight' }, signal);
    } catch (error) {
      return { fits: 'later', reason: messageOf(error) };
    }
    return simulatedPreflight(this.#options.memoryBytes, spec, {
      making,
      running: this.#clusters.running(),
    });
  }

  async create(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: StepContext,
  ): Promise<void> {
    const { signal } = context;
    signal.throwIfAborted();
    if (spec.kubernetesVersion !== DEFAULT_KUBERNETES_VERSION) {
      throw new ProvisioningError(
        `Simulated labs have no Kubernetes version ${spec.kubernetesVersion}: ask for "${DEFAULT_KUBERNETES_VERSION}".`,
        { retryable: false },
      );
    }
    if (this.#clusters.find(ref.name)) {
      throw new ProvisioningError(
        `A simulated cluster "${ref.name}" already exists.`,
      );
    }
    const cluster = new SimulatedCluster(ref, spec);
    this.#clusters.add(ref.name, cluster);
    for (const { name: phase, share } of phasesWith(spec.workers)) {
      cluster.begin(phase);
      context.onPhase(phase);
      context.onOutput(`Simulated: ${phase}`);
      await this.#clusters.reach({ verb: 'create', ref, phase });
      await this.#clusters.wait(
        this.#options.provisioningTimeMs * share,
        signal,
      );
      if (this.#clusters.find(ref.name) !== cluster) {
        throw new ProvisioningError(
          `The simulated cluster "${ref.name}" no longer exists.`,
        );
      }
    }
    cluster.finish();
  }

  async check(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    return this.#inspector.check(ref, spec, options);
  }

  async kubeconfig(
    ref: ClusterRef,
    options: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string> {
    return this.#inspector.kubeconfig(ref, options);
  }

  async viewerKubeconfig(
    ref: ClusterRef,
    options: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string> {
    return this.#inspector.viewerKubeconfig(ref, options);
  }

  async destroy(
    ref: ClusterRef,
    { signal }: Pick<StepContext, 'signal'>,
  ): Promise<void> {
    await this.#clusters.reach({ verb: 'destroy', ref }, signal);
    this.#clusters.remove(ref.name);
  }

  async list(
    prefix: string,
    { signal }: { signal: AbortSignal },
  ): Promise<ListedCluster[]> {
    await this.#clusters.reach({ verb: 'list' }, signal);
    return this.#clusters
      .all()
      .map(cluster => cluster.list())
      .filter(({ ref }) => ref.name.startsWith(prefix));
  }
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
