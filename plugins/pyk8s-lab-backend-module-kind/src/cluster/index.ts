export { clusterCheck, type Observation } from './clusterCheck';
export type { ClusterAnswer, ClusterReader } from './ClusterReader';
export { KubernetesClusterReader } from './KubernetesClusterReader';
