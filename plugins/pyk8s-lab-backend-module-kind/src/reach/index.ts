export { ApiPorts } from './ApiPorts';
export { kubeconfigFor } from './kubeconfig';
export { lookAround, ownContainerId } from './ownContainer';
export { PortalAccess } from './PortalAccess';
