export { clusterCheck, type Observation } from './clusterCheck';
export type { ClusterAnswer, ClusterReader } from './ClusterReader';
export { KubernetesClusterReader } from './KubernetesClusterReader';
export { KubernetesLogReader } from './KubernetesLogReader';
export { LogRefusal, type LogReader, type WantedPodLog } from './LogReader';
