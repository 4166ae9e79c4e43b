export {
  LabAuthorizer,
  type LabAuthorizerOptions,
  type LabResourcePermission,
} from './LabAuthorizer';
export type { ReadScope } from './ReadScope';
export { ReadScopes } from './ReadScopes';
export { registerLabPermissions } from './registerLabPermissions';
export { LabGate, type LabDecision } from './LabGate';
export { RightsWatch, type Decide, type WatchOptions } from './RightsWatch';
