export { describeJobEnd, isRunning } from './describe';
export { JobWatch, type JobsState } from './JobWatch';
