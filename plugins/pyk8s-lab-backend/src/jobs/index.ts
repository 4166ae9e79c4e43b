export { AbandonedJobs } from './AbandonedJobs';
export {
  JobCancelledError,
  LabJobs,
  type JobContext,
  type JobOutcome,
  type JobSpec,
  type StartedJob,
} from './LabJobs';
