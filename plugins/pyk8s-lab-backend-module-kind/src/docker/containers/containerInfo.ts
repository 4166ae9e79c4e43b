import type Docker from 'dockerode';
import type {
  ContainerDetails,
  KindContainer,
  OwnContainer,
} from '../DockerHost';
import { CLUSTER_LABEL, ROLE_LABEL } from '../images/findNodeImage';

/** The port of the API server inside a node. */
const API_PORT = 6443;

/** A kind container as Docker lists it. */
export function listedContainer({
  Id,
  ImageID,
  Names,
  Labels,
  State,
  Ports,
  HostConfig,
}: Docker.ContainerInfo): KindContainer {
  return {
    id: Id,
    imageId: ImageID,
    name: Names[0]?.replace(/^\//, '') ?? Id,
    cluster: Labels[CLUSTER_LABEL],
    role: Labels[ROLE_LABEL] === 'control-plane' ? 'control-plane' : 'worker',
    network: HostConfig.NetworkMode,
    state: State,
    apiPort: Ports.find(
      ({ PrivatePort, PublicPort }) => PrivatePort === API_PORT && PublicPort,
    )?.PublicPort,
  };
}

/** A container as `docker inspect` describes it. */
export function containerDetails({
  State,
  HostConfig,
}: Docker.ContainerInspectInfo): ContainerDetails {
  return {
    isRunning: State.Running,
    startedAt: new Date(State.StartedAt),
    limit: {
      nanoCpus: HostConfig.NanoCpus || undefined,
      memoryBytes: HostConfig.Memory || undefined,
      // Docker also reports "no limit" as -1.
      pids: Math.max(0, HostConfig.PidsLimit ?? 0) || undefined,
    },
    ports: hostPorts(HostConfig.PortBindings),
  };
}

export function ownContainer({
  Id,
  HostConfig,
  NetworkSettings,
}: Docker.ContainerInspectInfo): OwnContainer {
  return {
    id: Id,
    networkMode: HostConfig.NetworkMode ?? 'default',
    networks: Object.entries(NetworkSettings.Networks).map(
      ([name, { IPAddress, GlobalIPv6Address }]) => ({
        name,
        addresses: [IPAddress, GlobalIPv6Address].filter(Boolean),
      }),
    ),
  };
}

function hostPorts(bindings: Docker.PortMap = {}): number[] {
  return Object.values(bindings ?? {})
    .flatMap(ports => ports ?? [])
    .map(({ HostPort }) => Number(HostPort))
    .filter(port => port > 0);
}
