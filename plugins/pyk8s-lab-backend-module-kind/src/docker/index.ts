export type {
  ContainerDetails,
  ContainerLimit,
  ContainerProgram,
  DockerHost,
  DockerInfo,
  KindContainer,
  OnProgramOutput,
  OwnContainer,
  OwnNetwork,
  ProgramRun,
  StartProgramOptions,
} from './DockerHost';
export type {
  DockerCallOptions,
  DockerNetwork,
  DockerNetworks,
  NewNetwork,
} from './DockerNetworks';
export { canJoinNetworks } from './canJoinNetworks';
export { DockerodeHost } from './DockerodeHost';
export {
  isObject,
  readJsonObject,
  dockerConfigDirectory,
} from './dockerConfig';
export type { DockerEndpoint, DockerTls } from './DockerEndpoint';
export { dockerEndpoint, isLocal, socketPathOf } from './endpoint';
export { drained } from './programInput';
export { isStopped } from './isStopped';
export { isUnavailable, statusOf } from './unavailable';
