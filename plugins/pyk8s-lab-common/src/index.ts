/**
 * Types, permissions and API client of PyK8s-Lab, for frontends, backends and
 * command lines.
 *
 * @packageDocumentation
 */
export * from './client';
export * from './commands';
export * from './labs';
export * from './permissions';
export * from './search';
export * from './validation';
export type {
  CreateLabRequest,
  CreateRate,
  ExecOptions,
  ExecRequest,
  ExecResult,
  HostCapacity,
  ImageOptions,
  ImportImageRequest,
  KubernetesVersionOption,
  Lab,
  LabCondition,
  LabConditionStatusEnum,
  LabEvent,
  LabEventList,
  LabImage,
  LabImageList,
  LabJob,
  LabJobList,
  LabJobStep,
  LabJobStatus,
  LabJobType,
  LabLinks,
  LabList,
  LabListPageInfo,
  LabLogContainer,
  LabLogNode,
  LabLogNodeRoleEnum,
  LabLogPod,
  LabLogRun,
  LabLogSources,
  LabNode,
  LabNodeRoleEnum,
  LabOptions,
  LabOptionsProvisioning,
  LabPhase,
  LabPhaseName,
  LabResources,
  LabSpec,
  LabStatus,
  PauseOptions,
  ProviderOption,
  QuotaUse,
  QuotaUseScopeEnum,
  ResourceOptions,
  TtlOptions,
  UpdateLabRequest,
} from './schema/openapi/generated/models';
