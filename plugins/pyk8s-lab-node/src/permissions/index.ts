export { createLabConditionalDecision, labConditions } from './labPolicy';
export {
  EVERY_LAB,
  matchesLab,
  matchesLabInSomeStatus,
  NO_LAB,
  type LabFilter,
  type LabResource,
} from './labFilter';
export {
  decideLabPermission,
  isLabPermission,
  labClaims,
  LabPermissionPolicy,
} from './labPolicy';
export {
  labPermissionResourceRef,
  labRules,
  type LabStatusParams,
} from './labRules';
export { readLabAdmins } from './readLabAdmins';
