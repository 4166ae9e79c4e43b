/**
 * The Labs pages of PyK8s-Lab: ephemeral Kubernetes clusters in the portal.
 *
 * @packageDocumentation
 */
export { pyk8sLabPlugin as default } from './plugin';
export { pyk8sLabTranslationRef } from './translation';
export { labApiRef } from './api';
