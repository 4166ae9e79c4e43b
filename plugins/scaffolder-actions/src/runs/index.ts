export { cancelledError } from './cancelled';
export { pause, type Pause } from './pause';
export { StepRun, type StepOfTask } from './StepRun';
export { TaskEnds, type FollowedRun } from './TaskEnds';
export { readTimeout, TimeLimit } from './TimeLimit';
