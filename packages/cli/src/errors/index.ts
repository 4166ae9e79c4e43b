export {
  CliError,
  InterruptedError,
  NotSignedInError,
  UsageError,
  EXIT,
} from './errors';
export {
  explainError,
  isAnswer,
  isNotFound,
  isPassing,
  isUntrusted,
  networkReason,
  TRUST_REMEDY,
  type Explanation,
} from './explainError';
