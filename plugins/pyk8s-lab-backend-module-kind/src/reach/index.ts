export { ApiPorts } from './ApiPorts';
export { kubeconfigFor, viewerKubeconfigFor } from './kubeconfig';
export { lookAround, ownContainerId } from './ownContainer';
export { PortalAccess } from './PortalAccess';
