/**
 * Types, permissions and API client of PyK8s-Lab, for frontends, backends and
 * command lines.
 *
 * @packageDocumentation
 */
export * from './client';
export * from './labs';
export * from './permissions';
export * from './validation';
export type {
  CreateLabRequest,
  KubernetesVersionOption,
  Lab,
  LabCondition,
  LabConditionStatusEnum,
  LabEvent,
  LabEventList,
  LabLinks,
  LabList,
  LabListPageInfo,
  LabNode,
  LabNodeRoleEnum,
  LabOptions,
  LabOptionsProvisioning,
  LabPhase,
  LabPhaseName,
  LabSpec,
  LabStatus,
  ProviderOption,
  TtlOptions,
  UpdateLabRequest,
} from './schema/openapi/generated/models';
