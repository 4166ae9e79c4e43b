export type {
  ClusterAccess,
  ClusterCredentials,
  ClusterUser,
} from './ClusterAccess';
export { readCredentials, readKubeconfig } from './readKubeconfig';
export { writeKubeconfig, type KubeconfigNames } from './writeKubeconfig';
