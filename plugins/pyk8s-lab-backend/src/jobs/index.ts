export { AbandonedJobs } from './AbandonedJobs';
export {
  JobCancelledError,
  LabJobs,
  type JobContext,
  type JobOutcome,
  type JobSpec,
  type StartedJob,
} from './LabJobs';
export { findJob } from './findJob';
export { JobService, type ListJobsRequest } from './JobService';
export { toJob } from './toJob';
