import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isError, NotFoundError } from '@backstage/errors';
import { DEFAULT_KUBERNETES_VERSION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ActivityCapability,
  type ClusterActivity,
  type ClusterCheck,
  type ClusterCommand,
  type ClusterCommandContext,
  type ClusterCommandResult,
  type ClusterImageArchive,
  type ClusterImages,
  type ClusterLogExport,
  type ClusterLogOptions,
  type ClusterLogSource,
  type ClusterLogSources,
  type ClusterManifests,
  type ClusterRef,
  type ClusterSpec,
  type CommandCapability,
  type ImageCapability,
  type ImageImportContext,
  type KubeconfigReach,
  type LabProvider,
  type ListedCluster,
  type LogCapability,
  type NamedImage,
  type NodeImport,
  type PowerCapability,
  type Preflight,
  type ProviderCapabilities,
  type ProviderOptions,
  type ProviderPhase,
  type StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { orAborted } from './orAborted';
import { readSimulatedArchive } from './readSimulatedArchive';
import { phasesWith, SimulatedCluster } from './SimulatedCluster';
import { simulatedApply } from './simulatedApply';
import { isEndless, simulatedOutput } from './simulatedCommand';
import {
  memoryOf,
  simulatedPreflight,
  simulatedResources,
} from './simulatedHost';
import { simulatedKubeconfig } from './simulatedKubeconfig';
import { exportSimulatedLogs } from './simulatedLogExport';
import { simulatedLog, simulatedLogSources } from './simulatedLogs';

/**
 * A moment at which a simulated provider can be made to wait or to fail.
 * @public
 */
export interface SimulatedMoment {
  verb:
    | 'options'
    | 'preflight'
    | 'create'
    | 'check'
    | 'kubeconfig'
    | 'viewerKubeconfig'
    | 'exec'
    | 'apply'
    | 'logSources'
    | 'logs'
    | 'exportLogs'
    | 'images'
    | 'importImages'
    | 'spreadImages'
    | 'hostImage'
    | 'pause'
    | 'resume'
    | 'activity'
    | 'destroy'
    | 'list';
  /** The cluster; absent for `options`, `preflight`, `hostImage` and `list`. */
  ref?: ClusterRef;
  /** The phase that begins; only with `create`. */
  phase?: string;
  /** What is to be run; only with `exec`. */
  command?: ClusterCommand;
  /** What is to be read; only with `logs`. */
  source?: ClusterLogSource;
}

/**
 * How a simulated provider behaves.
 * @public
 */
export interface SimulatedLabProviderOptions {
  /**
   * How long a cluster takes to come up, in milliseconds. Stopping or starting its
   * nodes takes a tenth of it.
   */
  provisioningTimeMs: number;
  /** The most worker nodes of one cluster. */
  maxWorkers: number;
  /** What it can do beyond making and removing clusters. Everything by default. */
  can?: readonly (keyof ProviderCapabilities)[];
  /** What the clusters share, in bytes. By default there is room for any number. */
  memoryBytes?: number;
  /**
   * Waits as long as it is told, in milliseconds, or until the signal aborts,
   * and throws then. By default it waits for real.
   */
  wait?(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Called at each moment, and waited for. What it throws is what the verb
   * throws, so that it can stand for a tool that fails or cannot be reached.
   */
  intercept?(moment: SimulatedMoment): void | Promise<void>;
}

/**
 * Makes clusters that are only entries in memory: for a machine without Docker,
 * and for tests of scale and faults. They are gone when the process ends.
 * @public
 */
export class SimulatedLabProvider
  implements
    LabProvider,
    PowerCapability,
    CommandCapability,
    LogCapability,
    ImageCapability,
    ActivityCapability
{
  readonly id = 'simulated';
  readonly title = 'Simulated (no cluster)';
  readonly simulated = true;
  readonly hosts = ['local'];
  readonly can: ProviderCapabilities;
  readonly #clusters = new Map<string, SimulatedCluster>();
  readonly #options: SimulatedLabProviderOptions &
    Required<Pick<SimulatedLabProviderOptions, 'wait' | 'intercept'>>;

  static create(options: SimulatedLabProviderOptions): SimulatedLabProvider {
    return new SimulatedLabProvider(options);
  }

  private constructor(options: SimulatedLabProviderOptions) {
    this.#options = {
      wait: (ms, signal) => delay(ms, undefined, { signal }),
      intercept: () => undefined,
      ...options,
    };
    const able = (name: keyof ProviderCapabilities) =>
      options.can?.includes(name) ?? true;
    this.can = {
      power: able('power') ? this : undefined,
      commands: able('commands') ? this : undefined,
      logs: able('logs') ? this : undefined,
      images: able('images') ? this : undefined,
      activity: able('activity') ? this : undefined,
    };
  }

  /** The names of the clusters that there are, whole or half made. */
  clusterNames(): string[] {
    return [...this.#clusters.keys()];
  }

  /** Takes a cluster away behind everybody's back, as `docker rm` would. */
  vanish(name: string): void {
    this.#clusters.delete(name);
  }

  /** Stops a cluster's nodes behind everybody's back, as `docker stop` would. */
  stopNodes(name: string): void {
    this.#clusters.get(name)?.stop();
  }

  /** Has people make requests of a cluster, as `kubectl` would. */
  use(name: string, requests: number = 1): void {
    this.#clusters.get(name)?.use(requests);
  }

  /** Removes what was imported from a node, as if it had been recreated. */
  loseImages(name: string, node: string): void {
    this.#clusters.get(name)?.images.lose(node);
  }

  phases({ workers }: ClusterSpec): ProviderPhase[] {
    return phasesWith(workers).map(({ name, title }) => ({ name, title }));
  }

  async options(): Promise<ProviderOptions> {
    const { memoryBytes } = this.#options;
    const offer = {
      kubernetesVersions: [
        {
          version: DEFAULT_KUBERNETES_VERSION,
          title: 'Simulated',
          isDefault: true,
        },
      ],
      maxWorkers: this.#options.maxWorkers,
      resources: simulatedResources(memoryBytes),
      capacity:
        memoryBytes === undefined
          ? undefined
          : this.hosts.map(host => ({
              host,
              memoryBytes,
              memoryFreeBytes: Math.max(
                0,
                memoryBytes - memoryOf(this.#running()),
              ),
            })),
    };
    try {
      await this.#options.intercept({ verb: 'options' });
    } catch (error) {
      return {
        ...offer,
        available: false,
        reachable: false,
        message: wordsOf(error),
      };
    }
    return {
      ...offer,
      available: true,
      reachable: true,
      message:
        'Simulated labs show how labs work; no cluster is made. For real ones, install and start Docker and kind on the machine that runs the portal (on Debian or Ubuntu, "npm run lab-host" does it).',
    };
  }

  async preflight(
    _host: string,
    spec: ClusterSpec,
    { making, signal }: { making: readonly ClusterSpec[]; signal: AbortSignal },
  ): Promise<Preflight> {
    try {
      await this.#reach({ verb: 'preflight' }, signal);
    } catch (error) {
      return { fits: 'later', reason: wordsOf(error) };
    }
    return simulatedPreflight(this.#options.memoryBytes, spec, {
      making,
      running: this.#running(),
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
    if (this.#clusters.has(ref.name)) {
      throw new ProvisioningError(
        `A simulated cluster "${ref.name}" is already there.`,
      );
    }
    const cluster = new SimulatedCluster(ref, spec);
    this.#clusters.set(ref.name, cluster);
    for (const { name: phase, share } of phasesWith(spec.workers)) {
      cluster.begin(phase);
      context.onPhase(phase);
      context.onOutput(`Simulated: ${phase}`);
      await this.#options.intercept({ verb: 'create', ref, phase });
      await this.#options.wait(
        this.#options.provisioningTimeMs * share,
        signal,
      );
      signal.throwIfAborted();
      if (this.#clusters.get(ref.name) !== cluster) {
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
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    await this.#reach({ verb: 'check', ref }, signal);
    return this.#clusters.get(ref.name)?.check(spec);
  }

  async kubeconfig(
    ref: ClusterRef,
    { reach, signal }: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string> {
    await this.#reach({ verb: 'kubeconfig', ref }, signal);
    this.#readyCluster(ref);
    return simulatedKubeconfig(ref.name, 'owner', reach);
  }

  async viewerKubeconfig(
    ref: ClusterRef,
    { reach, signal }: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string> {
    await this.#reach({ verb: 'viewerKubeconfig', ref }, signal);
    this.#readyCluster(ref);
    return simulatedKubeconfig(ref.name, 'viewer', reach);
  }

  async exec(
    ref: ClusterRef,
    command: ClusterCommand,
    { signal, onOutput }: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    await this.#begin({ verb: 'exec', ref, command }, signal);
    this.#readyCluster(ref);
    await orAborted(
      () => onOutput('stdout', Buffer.from(simulatedOutput(command))),
      signal,
    );
    if (isEndless(command)) {
      await orAborted(() => new Promise(() => undefined), signal);
    }
    // What stops while a command runs takes the command with it.
    this.#readyCluster(ref);
    return { exitCode: 0 };
  }

  async apply(
    ref: ClusterRef,
    manifests: ClusterManifests,
    { signal, onOutput }: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    await this.#begin({ verb: 'apply', ref }, signal);
    this.#readyCluster(ref);
    const { stdout, stderr } = simulatedApply(manifests);
    await orAborted(() => onOutput('stdout', Buffer.from(stdout)), signal);
    await orAborted(() => onOutput('stderr', Buffer.from(stderr)), signal);
    this.#readyCluster(ref);
    return { exitCode: 0 };
  }

  async logSources(
    ref: ClusterRef,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterLogSources> {
    await this.#reach({ verb: 'logSources', ref }, signal);
    return simulatedLogSources(this.#readyCluster(ref).list().nodes);
  }

  async logs(
    ref: ClusterRef,
    source: ClusterLogSource,
    { tailLines, follow, signal, onOutput }: ClusterLogOptions,
  ): Promise<void> {
    try {
      await this.#begin({ verb: 'logs', ref, source }, signal);
      const { nodes } = this.#readyCluster(ref).list();
      const log = simulatedLog(source, nodes, new Date());
      if (tailLines > 0) {
        await orAborted(() => onOutput(Buffer.from(log)), signal);
      }
      if (follow) {
        // There is nothing that would add to it.
        await orAborted(() => new Promise(() => undefined), signal);
      }
    } catch (error) {
      if (!(follow && signal.aborted && error === signal.reason)) {
        throw error;
      }
    }
  }

  async exportLogs(
    ref: ClusterRef,
    options: { directory: string; maxBytes: number; signal: AbortSignal },
  ): Promise<ClusterLogExport> {
    await this.#begin({ verb: 'exportLogs', ref }, options.signal);
    return exportSimulatedLogs(this.#readyCluster(ref).list().nodes, options);
  }

  async images(
    ref: ClusterRef,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterImages> {
    await this.#reach({ verb: 'images', ref }, signal);
    const cluster = this.#readyCluster(ref);
    return cluster.images.list(cluster.nodeNames());
  }

  async importImages(
    ref: ClusterRef,
    archive: ClusterImageArchive,
    context: ImageImportContext,
  ): Promise<NodeImport[]> {
    await this.#begin({ verb: 'importImages', ref }, context.signal);
    const cluster = this.#readyCluster(ref);
    const nodes = cluster.nodeNames();
    const failure = await readSimulatedArchive(archive, nodes.length, context);
    // What stops while it reads has nothing of it, nor what was made meanwhile.
    if (this.#readyCluster(ref) !== cluster) {
      throw new Error(`The simulated cluster "${ref.name}" was recreated.`);
    }
    const { images, sizeBytes } = archive;
    const names = images.map(({ name }) => name);
    return failure === undefined
      ? cluster.images.import(images, sizeBytes, nodes)
      : nodes.map(node => ({ node, names, failure }));
  }

  async spreadImages(
    ref: ClusterRef,
    images: readonly NamedImage[],
    { signal }: ImageImportContext,
  ): Promise<NodeImport[]> {
    await this.#begin({ verb: 'spreadImages', ref }, signal);
    const cluster = this.#readyCluster(ref);
    return cluster.images.copy(images, cluster.nodeNames());
  }

  async hostImage(
    _host: string,
    image: string,
    { signal }: { signal: AbortSignal },
  ): Promise<Readable> {
    await this.#reach({ verb: 'hostImage' }, signal);
    throw new NotFoundError(
      `A simulated host has no images, so it has no ${image}: send it as an archive.`,
    );
  }

  async pause(
    ref: ClusterRef,
    { signal }: Pick<StepContext, 'signal'>,
  ): Promise<void> {
    await this.#reach({ verb: 'pause', ref }, signal);
    await this.#restart(ref, signal);
    this.#cluster(ref).stop();
  }

  async resume(
    ref: ClusterRef,
    _spec: ClusterSpec,
    { signal }: Pick<StepContext, 'signal'>,
  ): Promise<void> {
    await this.#reach({ verb: 'resume', ref }, signal);
    await this.#restart(ref, signal);
    this.#cluster(ref).start();
  }

  async activity(
    ref: ClusterRef,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined> {
    await this.#reach({ verb: 'activity', ref }, signal);
    return { requests: this.#readyCluster(ref).requests };
  }

  async destroy(
    ref: ClusterRef,
    { signal }: Pick<StepContext, 'signal'>,
  ): Promise<void> {
    await this.#reach({ verb: 'destroy', ref }, signal);
    this.#clusters.delete(ref.name);
  }

  async list(
    prefix: string,
    { signal }: { signal: AbortSignal },
  ): Promise<ListedCluster[]> {
    await this.#reach({ verb: 'list' }, signal);
    return [...this.#clusters]
      .filter(([name]) => name.startsWith(prefix))
      .map(([, cluster]) => cluster.list());
  }

  #running(): ClusterSpec[] {
    return [...this.#clusters.values()]
      .filter(cluster => cluster.isReady)
      .map(({ spec }) => spec);
  }

  /** @throws Error when it is gone */
  #cluster(ref: ClusterRef): SimulatedCluster {
    const cluster = this.#clusters.get(ref.name);
    if (!cluster) {
      throw new Error(`The simulated cluster "${ref.name}" no longer exists.`);
    }
    return cluster;
  }

  /** @throws Error when it is gone, or does not run */
  #readyCluster(ref: ClusterRef): SimulatedCluster {
    const cluster = this.#cluster(ref);
    if (!cluster.isReady) {
      throw new Error(
        `The simulated cluster "${ref.name}" is not ready, and answers nothing.`,
      );
    }
    return cluster;
  }

  /** Takes the time of nodes that stop or start. */
  async #restart(ref: ClusterRef, signal: AbortSignal): Promise<void> {
    this.#cluster(ref);
    await this.#options.wait(this.#options.provisioningTimeMs / 10, signal);
    signal.throwIfAborted();
  }

  /** As reach, but what is made to wait is not waited for once nobody wants it. */
  async #begin(moment: SimulatedMoment, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await orAborted(() => this.#options.intercept(moment), signal);
  }

  async #reach(moment: SimulatedMoment, signal: AbortSignal): Promise<void> {
    await this.#options.intercept(moment);
    signal.throwIfAborted();
  }
}

function wordsOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
