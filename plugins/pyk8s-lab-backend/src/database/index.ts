export { DatabaseLabStore } from './DatabaseLabStore';
export { LeaseLostError, StoreError } from './errors';
export { guardStore } from './guardStore';
export type {
  Claim,
  EncryptedKubeconfig,
  LabChange,
  LabCounts,
  LabEventRecord,
  LabQuery,
  LabRecord,
  LabStore,
  NewLabEvent,
  QueuedLab,
  QueueLimits,
  QueueState,
} from './LabStore';
