export { CombinedClustersSupplier } from './CombinedClustersSupplier';
export { ConfiguredOnly } from './ConfiguredOnly';
export { LabClusters, type ViewersLabs } from './LabClusters';
export { isOwn } from './isOwn';
export { clusterNameOf } from './toClusterDetails';
