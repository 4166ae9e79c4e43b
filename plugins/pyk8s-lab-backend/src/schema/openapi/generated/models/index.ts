//

export * from '../models/CreateLabRequest.model';
export * from '../models/ErrorError.model';
export * from '../models/ErrorResponse.model';
export * from '../models/KubernetesVersionOption.model';
export * from '../models/Lab.model';
export * from '../models/LabCondition.model';
export * from '../models/LabEvent.model';
export * from '../models/LabEventList.model';
export * from '../models/LabLinks.model';
export * from '../models/LabList.model';
export * from '../models/LabListPageInfo.model';
export * from '../models/LabNode.model';
export * from '../models/LabOptions.model';
export * from '../models/LabOptionsProvisioning.model';
export * from '../models/LabPhase.model';
export * from '../models/LabPhaseName.model';
export * from '../models/LabSpec.model';
export * from '../models/LabStatus.model';
export * from '../models/ModelError.model';
export * from '../models/ProviderOption.model';
export * from '../models/TtlOptions.model';
export * from '../models/UpdateLabRequest.model';
