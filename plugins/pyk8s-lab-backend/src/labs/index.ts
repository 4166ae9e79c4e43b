export type { ActivityRequest } from './activity';
export { AuditedLabService } from './AuditedLabService';
export { AuthorizedLabService } from './AuthorizedLabService';
export { DefaultLabService } from './DefaultLabService';
export { PortalCatalog, type LabCatalog } from './LabCatalog';
export type {
  KubeconfigOptions,
  LabService,
  ListLabsRequest,
} from './LabService';
export { readCursor } from './readCursor';
export { labPresenter, toLabEvent, type LabPresenter } from './toLab';
