export { LabProgress } from './LabProgress';
export {
  AWAITED_STATUSES,
  outcomeOf,
  type AwaitedStatus,
  type Outcome,
} from './outcome';
export { waitForLab, type WaitOptions } from './waitForLab';
