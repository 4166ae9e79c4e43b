export { DatabaseLabStore } from './DatabaseLabStore';
export { LeaseLostError } from './errors';
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
  QueueState,
} from './LabStore';
