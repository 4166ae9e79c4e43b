export { endedLabs, removeEnded } from './endedLabs';
export { explainRemoved } from './explainRemoved';
export { KubeconfigFiles, type Removed } from './KubeconfigFiles';
export type { LabMark } from './shapes';
export { CREDENTIAL_API_VERSION, kubeconfigViaPortal } from './viaPortal';
export { labKubeconfig } from './labKubeconfig';
