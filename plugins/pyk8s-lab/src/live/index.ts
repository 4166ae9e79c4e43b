export { followLabs } from './followLabs';
export type { LabSource } from './followLabs';
export { initialLabsState, labsReducer } from './labsReducer';
export type { Connection, LabsAction, LabsState } from './labsReducer';
