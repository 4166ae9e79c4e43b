import { DiskProbe } from './lifecycle/capacity/DiskProbe';
import { HostProbe, type LocalMachine } from './lifecycle/capacity/HostProbe';
import { KubernetesClusterReader } from './lifecycle/checks/KubernetesClusterReader';
import { KubernetesLogReader } from './logs/pods/KubernetesLogReader';
import type { ClusterReader } from './lifecycle/checks/ClusterReader';
import type { LogReader } from './logs/pods/LogReader';
import { ProcessGroupRunner } from './kind/process/ProcessGroupRunner';
import type { CommandRunner } from './kind/process/CommandRunner';
import type { KindSettings } from './config/KindSettings';
import { DockerodeHost } from './docker/DockerodeHost';
import { dockerEndpoint } from './docker/connection/endpoint';
import type { DockerHost } from './docker/DockerHost';
import { KindCli } from './kind/KindCli';
import { kindEnvironment } from './kind/environment';
import { LabNetworkGuard } from './network/LabNetworkGuard';
import { LabNetworks } from './network/LabNetworks';
import { ApiPorts } from './network/apiServer/ApiPorts';
import {
  readContainerSigns,
  ownContainerId,
} from './network/apiServer/ownContainer';
import { PortalAccess } from './network/apiServer/PortalAccess';
import { PodNetworkFiles } from './network/PodNetworkFiles';
import { ClusterCommands } from './commands/ClusterCommands';
import { ClusterInspector } from './lifecycle/ClusterInspector';
import { ClusterLogs } from './logs/ClusterLogs';
import { ClusterMaker } from './lifecycle/ClusterMaker';
import { ClusterPauser } from './lifecycle/ClusterPauser';
import { ClusterRemover } from './lifecycle/ClusterRemover';
import { ClusterSetup } from './lifecycle/ClusterSetup';
import { ClusterImportedImages } from './images/ClusterImportedImages';
import { NodeImageStore } from './images/NodeImageStore';
import { LocalServers } from './network/LocalServers';
import { LogExport } from './logs/export/LogExport';
import { NodeCommands } from './commands/NodeCommands';
import { NodeImages } from './images/NodeImages';
import { NodeLimits } from './lifecycle/NodeLimits';
import { NodeLogs } from './logs/NodeLogs';
import { PodNetworkSetup } from './lifecycle/PodNetworkSetup';
import { PodLogs } from './logs/PodLogs';

/** The settings of the provider, and fakes for tests. */
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
  /** The interval of polling, in milliseconds. */
  readonly pollMs?: number;
  /** The timeout of a resume, in milliseconds. */
  readonly resumeTimeoutMs?: number;
}

/** The parts of a provider. */
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
  readonly limits: NodeLimits;
  readonly remover: ClusterRemover;
  readonly maker: ClusterMaker;
  readonly pauser: ClusterPauser;
}

const POLL_MS = 300;

/** @throws Error when DOCKER_HOST is invalid */
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
    ownContainerId:
      options.ownContainerId ?? ownContainerId(readContainerSigns()),
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
      // Without one in config kind uses its default image, whose name only kind knows.
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
    setup: new ClusterSetup({ docker, commands, inspector }),
    podNetwork: new PodNetworkSetup({
      files: new PodNetworkFiles({ docker, commands }),
      inspector,
      pollMs,
    }),
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
      exporting: new LogExport({ docker, inspector, kind, pollMs }),
    }),
    importedImages: new ClusterImportedImages({
      inspector,
      store: new NodeImageStore({ commands }),
      docker,
    }),
    limits,
    remover,
    maker,
    pauser,
  };
}
