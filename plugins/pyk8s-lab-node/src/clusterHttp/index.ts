export { ClusterAnswerError } from './ClusterAnswerError';
export { countJsonValues } from './countJsonValues';
export { GrowingBuffer } from './GrowingBuffer';
export { limitInterimAnswers } from './limitInterimAnswers';
export {
  openClusterAnswer,
  type ClusterAnswer,
  type ClusterRequest,
} from './openClusterAnswer';
export {
  readClusterAnswer,
  takeClusterAnswer,
  type ClusterAnswerHead,
  type ClusterAnswerLimits,
} from './readClusterAnswer';
export { UNTRUSTED_CONTENT_HEADERS } from './untrustedContentHeaders';
