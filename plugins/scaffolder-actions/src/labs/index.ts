export { LabAccess, type Initiator } from './LabAccess';
export { connectionCode } from './connectionCode';
export { explainFailure, isPassing, serverErrorName } from './explainFailure';
export { readLabId } from './labId';
