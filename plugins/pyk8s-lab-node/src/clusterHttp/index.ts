export { ClusterAnswerError } from './ClusterAnswerError';
export { limitInterimAnswers } from './limitInterimAnswers';
export {
  openClusterAnswer,
  type ClusterAnswer,
  type ClusterRequest,
} from './openClusterAnswer';
export {
  readClusterAnswer,
  type ClusterAnswerLimits,
} from './readClusterAnswer';
