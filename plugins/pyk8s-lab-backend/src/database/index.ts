export { DatabaseLabStore } from './DatabaseLabStore';
export { LeaseLostError } from './errors';
export type {
  Claim,
  EncryptedKubeconfig,
  LabChange,
  LabEventRecord,
  LabQuery,
  LabRecord,
  LabStore,
  NewLabEvent,
} from './LabStore';
