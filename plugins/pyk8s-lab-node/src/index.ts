/**
 * What a provider of PyK8s-Lab implements, and the extension point that takes it.
 *
 * @packageDocumentation
 */
export {
  labProvidersExtensionPoint,
  type LabProvidersExtensionPoint,
} from './extensions';
export {
  ProviderUnavailableError,
  ProvisioningError,
  type ProvisioningErrorOptions,
} from './errors';
export type {
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
  LabProvider,
  ListedCluster,
  ListedNode,
  ProviderOptions,
  StepContext,
} from './LabProvider';
