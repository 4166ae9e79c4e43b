export { type LabUse, type Outcome, outcomeOf } from './events';
