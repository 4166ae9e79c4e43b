export { assertTtl, expiryBeforeRunning, extended, withTtl } from './expiry';
export { LabProviders } from './LabProviders';
export { LabReconciler } from './LabReconciler';
