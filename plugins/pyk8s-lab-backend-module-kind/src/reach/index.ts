export { ApiPorts } from './ApiPorts';
export {
  kubeconfigFor,
  readAdminConf,
  viewerKubeconfigFor,
  type AdminCredentials,
} from './kubeconfig';
export { lookAround, ownContainerId } from './ownContainer';
export { PortalAccess } from './PortalAccess';
