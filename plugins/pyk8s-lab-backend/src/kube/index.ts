export { explainLargeHeaders } from './explainLargeHeaders';
export { hideCommands } from './hideCommands';
export type { KubeAnswered, KubeExchange } from './forward';
export { KubeConnections } from './KubeConnections';
export {
  asksForSession,
  concernsSecrets,
  subjectKey,
  isKubeSession,
  matchKubeUrl,
  readKubeRequest,
  readsPodLog,
  type KubeRequest,
  type KubeRole,
} from './KubeRequest';
export { toKubeStatus } from './kubeStatus';
export { LabKube, type KubeAnswer } from './LabKube';
export { KubeService } from './KubeService';
export { meetServer } from './meetServer';
export { UpgradeRequests } from './UpgradeRequests';
