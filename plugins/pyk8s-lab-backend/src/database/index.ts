export {
  DatabaseLabImageStore,
  type LabImageStore,
} from './DatabaseLabImageStore';
export { JOINING } from './LabRecord';
export { haveSameNodes } from './clusterRows';
export { DatabaseClusterStore } from './DatabaseClusterStore';
export { DatabaseLabJobStore } from './DatabaseLabJobStore';
export { DatabaseLabOutputs } from './DatabaseLabOutputs';
export { DatabaseLabStore } from './DatabaseLabStore';
export { LeaseLostError, StoreError } from './errors';
export { findLab } from './LabStore';
export { guardStore } from './guardStore';
export { usesQuota } from './operations/counts';
export type {
  ClusterChange,
  ClusterRecord,
  ClusterState,
  LabCluster,
  NewCluster,
  Observation,
} from './ClusterRecord';
export type { ClusterStore, LabHost, Look } from './ClusterStore';
export type {
  LabJobEnd,
  LabJobQuery,
  LabJobRecord,
  LabJobState,
  LabJobStore,
  NewLabJob,
} from './LabJobStore';
export type { LabOutputs, OutputPiece, OutputRun } from './LabOutputs';
export type {
  EncryptedKubeconfig,
  LabChange,
  LabEventRecord,
  LabRecord,
  NewLabEvent,
} from './LabRecord';
export type {
  Claim,
  EventTypes,
  LabCounts,
  LabQuery,
  LabStore,
  QueuedLab,
  QueueLimits,
  QueueState,
} from './LabStore';
