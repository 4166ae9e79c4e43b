export { hideCommands } from './hideCommands';
export type { KubeAnswered, KubeExchange } from './forward';
export { KubeConnections } from './KubeConnections';
export {
  asksForSession,
  concernsSecrets,
  subjectKey,
  matchKubeUrl,
  readKubeRequest,
  readsPodLog,
  type KubeRequest,
  type KubeRole,
} from './KubeRequest';
export { toKubeStatus } from './kubeStatus';
export { LabKube, type KubeAnswer } from './LabKube';
export { KubeService } from './KubeService';
export {
  LabUpgrades,
  labUpgradesServiceRef,
  takeUpgrade,
  UPGRADES_LINE,
  type LabUpgradesService,
} from './LabUpgrades';
