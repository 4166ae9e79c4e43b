export { AuthorizedLabService } from './AuthorizedLabService';
export { DefaultLabService } from './DefaultLabService';
export type { LabCaller, LabService, ListLabsRequest } from './LabService';
export { toLab, toLabEvent } from './toLab';
