export { httpsUrl } from './clusterConfig';
export { assertClusterName } from './clusterName';
export { kindEnvironment } from './environment';
export { proxiesWithUserinfo } from './proxies';
export { isMissing, KindCli } from './KindCli';
export {
  classifyFailure,
  explainFailure,
  imageNotPulled,
} from './output/failure';
export { parsePhaseLine } from './output/phases';
export { Redactor, redact } from './output/redaction';
