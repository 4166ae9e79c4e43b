import { DiskProbe } from '../capacity/DiskProbe';
import { HostProbe, type LocalMachine } from '../capacity/HostProbe';
import { KubernetesClusterReader } from '../cluster/KubernetesClusterReader';
import { KubernetesLogReader } from '../cluster/KubernetesLogReader';
import type { ClusterReader } from '../cluster/ClusterReader';
import type { LogReader } from '../cluster/LogReader';
import { ProcessGroupRunner } from '../commands/ProcessGroupRunner';
import type { CommandRunner } from '../commands/CommandRunner';
import type { KindSettings } from '../config/KindSettings';
import { DockerodeHost } from '../docker/DockerodeHost';
import { dockerEndpoint } from '../docker/endpoint';
import type { DockerHost } from '../docker/DockerHost';
import { KindCli } from '../kindCli/KindCli';
import { kindEnvironment } from '../kindCli/environment';
import { LabNetworkGuard } from '../network/LabNetworkGuard';
import { LabNetworks } from '../network/LabNetworks';
import { ApiPorts } from '../reach/ApiPorts';
import { lookAround, ownContainerId } from '../reach/ownContainer';
import { PortalAccess } from '../reach/PortalAccess';
import { ClusterCommands } from './ClusterCommands';
import { ClusterInspector } from './ClusterInspector';
import { ClusterLogs } from './ClusterLogs';
import { ClusterMaker } from './ClusterMaker';
import { ClusterPauser } from './ClusterPauser';
import { ClusterRemover } from './ClusterRemover';
import { ClusterImportedImages } from './images/ClusterImportedImages';
import { NodeImageStore } from './images/NodeImageStore';
import { LocalServers } from './LocalServers';
import { LogExport } from './LogExport';
import { NodeCommands } from './NodeCommands';
import { NodeImages } from './NodeImages';
import { NodeLimits } from './NodeLimits';
import { NodeLogs } from './NodeLogs';
import { PodLogs } from './PodLogs';

/** What the provider works with; what is left out is the real thing. */
export interface KindLabProviderOptions {
  readonly settings: KindSettings;
  /** The portal's environment. */
  readonly environment: NodeJS.ProcessEnv;
  readonly docker?: DockerHost;
  readonly runner?: CommandRunner;
  readonly reader?: ClusterReader;
  readonly logReader?: LogReader;
  readonly local?: LocalMachine;
  /** The container that the portal runs in. */
  readonly ownContainerId?: string;
  /** The time between two looks at what changes, in milliseconds. */
  readonly pollMs?: number;
  /** What a resume may take, in milliseconds. */
  readonly resumeTimeoutMs?: number;
}

/** The parts of a provider, put together. */
export interface KindParts {
  readonly settings: KindSettings;
  readonly docker: DockerHost;
  readonly kind: KindCli;
  readonly images: NodeImages;
  readonly probe: HostProbe;
  readonly guard: LabNetworkGuard;
  readonly access: PortalAccess;
  readonly networks: LabNetworks;
  readonly inspector: ClusterInspector;
  readonly commands: ClusterCommands;
  readonly logs: ClusterLogs;
  readonly importedImages: ClusterImportedImages;
  readonly logExport: LogExport;
  readonly limits: NodeLimits;
  readonly remover: ClusterRemover;
  readonly maker: ClusterMaker;
  readonly pauser: ClusterPauser;
}

const POLL_MS = 300;

/** @throws Error when DOCKER_HOST is of no use */
export function assemble(options: KindLabProviderOptions): KindParts {
  const { settings, environment, pollMs = POLL_MS } = options;
  const endpoint = options.docker
    ? { address: options.docker.endpoint }
    : dockerEndpoint(environment);
  const docker = options.docker ?? DockerodeHost.create({ endpoint });
  const kind = new KindCli({
    runner: options.runner ?? new ProcessGroupRunner(),
    binary: settings.binary,
    env: kindEnvironment(environment, endpoint),
  });
  const images = new NodeImages({
    configured: settings.nodeImages,
    defaultImage: settings.defaultImage,
    docker,
  });
  const guard = new LabNetworkGuard();
  const access = new PortalAccess({
    docker,
    reach: settings.reach,
    access: settings.access,
    ownContainerId: options.ownContainerId ?? ownContainerId(lookAround()),
    onOwn: own => guard.learn(own),
    whileJoining: async join => guard.whileJoining(join),
  });
  const networks = new LabNetworks({ docker, pollMs });
  const inspector = new ClusterInspector({
    docker,
    reader: options.reader ?? new KubernetesClusterReader(),
    access,
  });
  const commands = new NodeCommands({ docker });
  const nodeImage = settings.defaultImage ?? settings.nodeImages[0]?.image;
  const disk = new DiskProbe({
    look: async () => {
      // Without one in config, kind takes its own, whose name only kind knows.
      const image =
        nodeImage && (await docker.hasImage(nodeImage))
          ? nodeImage
          : await docker.findNodeImage();
      return image === undefined ? undefined : kind.freeDisk(image);
    },
  });
  const probe = HostProbe.create({
    docker,
    diskFree: async looked => disk.free(looked),
    memoryPerNodeBytes: settings.capacity.memoryPerNodeBytes,
    local: options.local,
  });
  const limits = new NodeLimits({ docker, inspector, probe, settings });
  const localServers = new LocalServers({ docker, inspector });
  const remover = new ClusterRemover({
    docker,
    kind,
    inspector,
    networks,
    pollMs,
  });
  const maker = new ClusterMaker({
    settings,
    docker,
    kind,
    images,
    ports: new ApiPorts(settings.reach),
    inspector,
    networks,
    limits,
    localServers,
    remover,
    pollMs,
  });
  const pauser = new ClusterPauser({
    docker,
    inspector,
    networks,
    localServers,
    pollMs,
    resumeTimeoutMs: options.resumeTimeoutMs,
  });
  return {
    settings,
    docker,
    kind,
    images,
    probe,
    guard,
    access,
    networks,
    inspector,
    commands: new ClusterCommands({ inspector, commands }),
    logs: new ClusterLogs({
      inspector,
      nodes: new NodeLogs({ commands }),
      pods: new PodLogs({
        inspector,
        reader: options.logReader ?? new KubernetesLogReader(),
      }),
    }),
    logExport: new LogExport({ docker, inspector, kind, pollMs }),
    importedImages: new ClusterImportedImages({
      inspector,
      store: new NodeImageStore({ commands }),
    }),
    limits,
    remover,
    maker,
    pauser,
  };
}
