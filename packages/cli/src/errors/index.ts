export {
  CliError,
  InterruptedError,
  NotSignedInError,
  UsageError,
} from './errors';
export { EXIT } from './exitCodes';
export {
  explainError,
  isAnswer,
  networkReason,
  type Explanation,
} from './explainError';
