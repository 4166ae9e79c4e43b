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
  isUntrusted,
  networkReason,
  TRUST_REMEDY,
  type Explanation,
} from './explainError';
