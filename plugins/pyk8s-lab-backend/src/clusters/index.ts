export type { Cluster } from './Cluster';
export { Clusters } from './Clusters';
export { LabProviders } from './LabProviders';
