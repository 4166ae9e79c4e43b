export { EndingCallout } from './EndingCallout';
export { FailedCallout } from './FailedCallout';
export { PausedCallout } from './PausedCallout';
