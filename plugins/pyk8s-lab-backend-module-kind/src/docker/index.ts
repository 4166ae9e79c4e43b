export type {
  DockerCallOptions,
  DockerHost,
  KindContainer,
  OwnContainer,
} from './DockerHost';
export { DockerodeHost } from './DockerodeHost';
export { dockerEndpoint, isLocal, socketPathOf } from './endpoint';
