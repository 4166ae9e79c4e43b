export {
  LabAuthorizer,
  type LabAuthorizerOptions,
  type LabResourcePermission,
} from './LabAuthorizer';
export type { ReadScope } from './ReadScope';
export { ReadScopes } from './ReadScopes';
export { registerLabPermissions } from './registerLabPermissions';
