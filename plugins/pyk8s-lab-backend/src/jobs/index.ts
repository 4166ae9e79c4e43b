export type {
  JobContext,
  JobHandler,
  JobHandlers,
  JobOutcome,
  JobWork,
} from './JobHandler';
export { JobCancelledError } from './JobRunner';
export { LabJobs, type JobSpec, type StartedJob } from './LabJobs';
export { findJob } from './findJob';
export { JobService, type ListJobsRequest } from './JobService';
export { toJob } from './toJob';
