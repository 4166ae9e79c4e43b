/**
 * Types, permissions and API client of PyK8s-Lab, for frontends, backends and
 * command lines.
 *
 * @packageDocumentation
 */
export { backoffMs } from './backoff';
export {
  AWAITED_LAB_STATUSES,
  awaitLab,
  labOutcome,
  type AwaitedLabStatus,
  type AwaitLabOptions,
  type LabOutcome,
} from './client/awaitLab';
export { followJob, type FollowJobOptions } from './client/followJob';
export { followLab, type FollowLabOptions } from './client/followLab';
export { LabClient } from './client/LabClient';
export { labPages } from './client/labPages';
export { retryCall } from './client/retryCall';
export type {
  LabApi,
  LabApplyOptions,
  LabImageSource,
  LabLogsArchive,
} from './client/LabApi';
export type {
  LabActivityQuery,
  LabJobQuery,
  LabListQuery,
  LabLogQuery,
  LabPageQuery,
  StreamLabsOptions,
} from './client/queries';
export * from './commands/shorthands';
export * from './labs';
export * from './permissions';
export * from './search';
export {
  durationProblemOf,
  formatDuration,
  parseDuration,
  type DurationProblem,
} from './validation/durations';
export * from './validation/quantities';
export {
  LAB_NAME_MAX_LENGTH,
  explainLabName,
  labNameProblemOf,
  type LabNameProblem,
} from './validation/labName';
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
  LabCapabilities,
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
  LabPhaseInfo,
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
