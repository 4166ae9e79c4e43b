export type { AppliedObject } from './appliedObject';
export { applyManifests } from './applyManifests';
export { explainCluster, unreachable } from './explainCluster';
export { LabObjects } from './LabObjects';
export { RolloutFailedError, Rollouts } from './Rollouts';
