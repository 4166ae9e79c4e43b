export { followLabs } from './followLabs';
export type { LabSource } from './followLabs';
export { initialLabsState, labsReducer } from './labsReducer';
export type { Connection, LabsAction, LabsState } from './labsReducer';
export { LabPageSource } from './LabPageSource';
export type { LabPage } from './LabPageSource';
export { sleep } from './sleep';
