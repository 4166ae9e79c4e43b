/**
 * The Kubernetes client for the API servers of labs, with requests that are bounded.
 *
 * @packageDocumentation
 */
export {
  clusterConfiguration,
  type ClusterConfigurationOptions,
} from './clusterConfiguration';
