export { AuditedLabService } from './AuditedLabService';
export { AuthorizedLabService } from './AuthorizedLabService';
export { DefaultLabService } from './DefaultLabService';
export type { ExecOptions } from './execInLab';
export type {
  KubeconfigOptions,
  LabCaller,
  LabService,
  ListLabsRequest,
} from './LabService';
export { labPresenter, toLabEvent, type LabPresenter } from './toLab';
