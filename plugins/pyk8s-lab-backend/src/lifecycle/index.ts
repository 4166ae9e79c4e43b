export { JOINING } from './joinedNodes';
export {
  assertTtl,
  expiryBeforeRunning,
  extended,
  latestExpiry,
  withTtl,
} from './expiry';
export { addHealthChecks } from './health';
export { LabProviders } from './LabProviders';
export { LabReconciler } from './LabReconciler';
export { clusterRef } from './LabWorker';
export { rearmed } from './warnings';
