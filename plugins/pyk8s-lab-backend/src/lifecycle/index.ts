export {
  assertTtl,
  expiryBeforeRunning,
  extended,
  latestExpiry,
  withTtl,
} from './expiry';
export { addHealthChecks } from './health';
export { LabReconciler } from './LabReconciler';
export { rearmed } from './warnings';
export {
  assertAlive,
  deleteLab,
  pauseLab,
  resumeLab,
  retryLab,
} from './transitions/requests';
