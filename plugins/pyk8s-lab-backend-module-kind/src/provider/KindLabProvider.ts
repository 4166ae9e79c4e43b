import {
  ProviderUnavailableError,
  type ClusterCheck,
  type ClusterRef,
  type ClusterSpec,
  type LabProvider,
  type ListedCluster,
  type ProviderOptions,
  type StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { KubernetesClusterReader, type ClusterReader } from '../cluster';
import { ProcessGroupRunner, type CommandRunner } from '../commands';
import type { KindSettings } from '../config/KindSettings';
import { DockerodeHost, dockerEndpoint, type DockerHost } from '../docker';
import { assertClusterName, KindCli, kindEnvironment } from '../kindCli';
import { ApiPorts, lookAround, ownContainerId, PortalAccess } from '../reach';
import { ClusterInspector } from './ClusterInspector';
import { ClusterMaker } from './ClusterMaker';
import { ClusterRemover } from './ClusterRemover';
import { groupByCluster } from './groupByCluster';
import { lookAtHost, type HostLook } from './lookAtHost';
import { NodeImages } from './NodeImages';

/** What the provider works with; what is left out is the real thing. */
export interface KindLabProviderOptions {
  readonly settings: KindSettings;
  /** The portal's environment. */
  readonly environment: NodeJS.ProcessEnv;
  readonly docker?: DockerHost;
  readonly runner?: CommandRunner;
  readonly reader?: ClusterReader;
  /** The container that the portal runs in. */
  readonly ownContainerId?: string;
  /** The time between two looks at what changes, in milliseconds. */
  readonly pollMs?: number;
}

/** The one lab host: the Docker that the portal is pointed at. */
const HOST = 'local';
const POLL_MS = 300;

/**
 * Lets only clusters pass that this provider can have made.
 * @throws InputError when the name is none of the portal's
 * @throws ProviderUnavailableError when the host is not this one, as after a
 *   change of the config
 */
function assertKnown({ name, host }: ClusterRef): void {
  assertClusterName(name);
  if (host !== HOST) {
    throw new ProviderUnavailableError(
      `There is no lab host "${host}" here, only "${HOST}".`,
    );
  }
}

/** Makes clusters with kind. */
export class KindLabProvider implements LabProvider {
  readonly id = 'kind';
  readonly title = 'KinD (Kubernetes in Docker)';
  readonly simulated = false;
  readonly hosts = [HOST];
  readonly #settings: KindSettings;
  readonly #docker: DockerHost;
  readonly #kind: KindCli;
  readonly #images: NodeImages;
  readonly #inspector: ClusterInspector;
  readonly #remover: ClusterRemover;
  readonly #maker: ClusterMaker;

  /** @throws Error when DOCKER_HOST or its certificates are of no use */
  static create(options: KindLabProviderOptions): KindLabProvider {
    return new KindLabProvider(options);
  }

  private constructor(options: KindLabProviderOptions) {
    const { settings, environment, pollMs = POLL_MS } = options;
    const docker =
      options.docker ??
      DockerodeHost.create({ endpoint: dockerEndpoint(environment) });
    const kind = new KindCli({
      runner: options.runner ?? new ProcessGroupRunner(),
      binary: settings.binary,
      env: kindEnvironment(environment, docker.endpoint),
    });
    const images = new NodeImages({
      configured: settings.nodeImages,
      defaultImage: settings.defaultImage,
      docker,
    });
    const inspector = new ClusterInspector({
      docker,
      reader: options.reader ?? new KubernetesClusterReader(),
      access: new PortalAccess({
        docker,
        reach: settings.reach,
        access: settings.access,
        ownContainerId: options.ownContainerId ?? ownContainerId(lookAround()),
      }),
    });
    const remover = new ClusterRemover({ docker, kind, inspector, pollMs });
    this.#settings = settings;
    this.#docker = docker;
    this.#kind = kind;
    this.#images = images;
    this.#inspector = inspector;
    this.#remover = remover;
    this.#maker = new ClusterMaker({
      settings,
      docker,
      kind,
      images,
      ports: new ApiPorts(settings.reach),
      inspector,
      remover,
      pollMs,
    });
  }

  async options(): Promise<ProviderOptions> {
    const { problem, kindVersion, dockerVersion } = await this.look();
    return {
      available: problem === undefined,
      reachable: dockerVersion !== undefined,
      message: problem,
      kubernetesVersions: this.#images.versions(kindVersion),
      maxWorkers: this.#settings.maxWorkers,
    };
  }

  /** What is there to make clusters with. Never throws. */
  async look(): Promise<HostLook> {
    return lookAtHost(this.#kind, this.#docker);
  }

  /**
   * False where there is no `ps`, and what a killed portal has left running cannot
   * be found.
   */
  async canSeeProcesses(): Promise<boolean> {
    return this.#kind.canSeeProcesses();
  }

  async create(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: StepContext,
  ): Promise<void> {
    assertKnown(ref);
    await this.#maker.make(ref, spec, context);
  }

  async check(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    assertKnown(ref);
    return this.#inspector.check(ref, spec, options);
  }

  async kubeconfig(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<string> {
    assertKnown(ref);
    return this.#inspector.peoplesKubeconfig(ref.name, options);
  }

  async destroy(
    ref: ClusterRef,
    options: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void> {
    assertKnown(ref);
    await this.#remover.remove(ref.name, options);
  }

  async list(
    prefix: string,
    options: { signal: AbortSignal },
  ): Promise<ListedCluster[]> {
    const containers = await this.#docker.listContainers(options);
    return groupByCluster(
      containers.filter(({ cluster }) => cluster.startsWith(prefix)),
      HOST,
    );
  }
}
