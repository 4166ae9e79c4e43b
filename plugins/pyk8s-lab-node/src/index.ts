/**
 * What a provider of PyK8s-Lab implements, the extension point that takes it, and
 * what reads its settings.
 *
 * @packageDocumentation
 */
export { StrictConfig, type ConfigQuantity } from './config/StrictConfig';
export {
  readProvisioningSettings,
  type ProvisioningSettings,
} from './config/provisioning';
export { readTaskSchedule } from './config/readTaskSchedule';
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
  ClusterManifests,
  CommandCapability,
} from './ClusterCommand';
export type {
  ClusterImage,
  ClusterImageArchive,
  ClusterImages,
  ImageCapability,
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
  LogCapability,
} from './ClusterLogs';
export type {
  ActivityCapability,
  ClusterActivity,
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
export {
  LabHealth,
  labHealthServiceRef,
  type LabHealthReport,
  type LabHealthService,
} from './health/LabHealth';
export * from './kubeconfig';
export {
  createLabConditionalDecision,
  labConditions,
} from './permissions/labPolicy';
export {
  EVERY_LAB,
  matchesLab,
  matchesLabInSomeStatus,
  NO_LAB,
  type LabFilter,
  type LabResource,
} from './permissions/labFilter';
export {
  decideLabPermission,
  isLabPermission,
  labClaims,
  LabPermissionPolicy,
} from './permissions/labPolicy';
export {
  labPermissionResourceRef,
  labRules,
  type LabStatusParams,
} from './permissions/labRules';
export { readLabAdmins } from './permissions/readLabAdmins';
