export type {
  ContainerDetails,
  ContainerLimit,
  DockerCallOptions,
  DockerHost,
  DockerInfo,
  KindContainer,
  OwnContainer,
} from './DockerHost';
export { DockerodeHost } from './DockerodeHost';
export { dockerEndpoint, isLocal, socketPathOf } from './endpoint';
export { isUnavailable } from './unavailable';
