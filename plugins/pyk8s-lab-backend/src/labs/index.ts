export { typesOf, type ActivityRequest } from './activity';
export { PortalCatalog, type LabCatalog } from './LabCatalog';
export { LabService } from './LabService';
export { readCursor } from './readCursor';
export type { KubeconfigOptions, ListLabsRequest } from './requests';
export { labPresenter, toLabEvent, type LabPresenter } from './toLab';
