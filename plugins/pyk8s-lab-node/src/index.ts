/**
 * What a provider of PyK8s-Lab implements, the extension point that takes it, and
 * what reads its settings.
 *
 * @packageDocumentation
 */
export {
  readProvisioningSettings,
  readTaskSchedule,
  StrictConfig,
  type ConfigQuantity,
  type ProvisioningSettings,
} from './config';
export {
  labProvidersExtensionPoint,
  type LabProvidersExtensionPoint,
} from './extensions';
export {
  ProviderUnavailableError,
  ProvisioningError,
  type ProvisioningErrorOptions,
} from './errors';
export type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
} from './ClusterCommand';
export type {
  ClusterImage,
  ClusterImageArchive,
  ClusterImages,
  ImageImportContext,
  NamedImage,
  NodeImport,
} from './ClusterImages';
export type {
  ClusterContainerLogs,
  ClusterLogExport,
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
  ClusterNodeLogs,
  ClusterPodLogs,
} from './ClusterLogs';
export type { ClusterManifests } from './ProviderCapabilities';
export type {
  ActivityCapability,
  ClusterActivity,
  CommandCapability,
  ImageCapability,
  LogCapability,
  PowerCapability,
  ProviderCapabilities,
} from './ProviderCapabilities';
export type {
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
  KubeconfigReach,
  ListedCluster,
  ListedNode,
  Preflight,
  ProviderOptions,
  ProviderPhase,
  StepContext,
} from './cluster';
export type { LabProvider } from './LabProvider';
export { createLabClient, type LabClientOptions } from './createLabClient';
export { LineSplitter } from './LineSplitter';
export { boundedText, clusterWords } from './clusterWords';
export { unlessAborted } from './unlessAborted';
export * from './clusterHttp';
export * from './health';
export * from './kubeconfig';
export * from './permissions';
