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
  isNotFound,
  networkReason,
  type Explanation,
} from './explainError';
