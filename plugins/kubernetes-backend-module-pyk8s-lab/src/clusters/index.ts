export { CombinedClustersSupplier } from './CombinedClustersSupplier';
export { ConfiguredOnly } from './ConfiguredOnly';
export { AtOnce } from './AtOnce';
export { labAccessOf } from './labDetails';
export { LabClusters, type ViewersLabs } from './LabClusters';
export { isOwn } from './isOwn';
export { clusterNameOf } from './toClusterDetails';
