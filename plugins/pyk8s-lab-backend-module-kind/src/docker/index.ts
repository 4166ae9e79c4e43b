export type {
  ContainerDetails,
  ContainerLimit,
  ContainerProgram,
  DockerCallOptions,
  DockerHost,
  DockerInfo,
  KindContainer,
  OnProgramOutput,
  OwnContainer,
  ProgramRun,
  StartProgramOptions,
} from './DockerHost';
export { DockerodeHost } from './DockerodeHost';
export {
  isObject,
  readJsonObject,
  dockerConfigDirectory,
} from './dockerConfig';
export type { DockerEndpoint, DockerTls } from './DockerEndpoint';
export { dockerEndpoint, isLocal, socketPathOf } from './endpoint';
export { drained } from './programInput';
export { isUnavailable, statusOf } from './unavailable';
