import { readKubeconfig as readClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The access to a cluster. */
export interface ClusterAccess {
  readonly url: string;
  /** The certificate authority, in base64. */
  readonly caData: string | undefined;
  readonly token: string;
}

/**
 * Parses a kubeconfig whose user has a token.
 * @throws Error for any other. The message quotes nothing, because a token is secret.
 */
export function readKubeconfig(yaml: string): ClusterAccess {
  const { server, authority, user } = readClusterAccess(yaml);
  if (!user || !('token' in user)) {
    throw new Error(
      'The kubeconfig of the cluster has no token: one for viewers has.',
    );
  }
  return {
    url: server,
    caData: authority && Buffer.from(authority).toString('base64'),
    token: user.token,
  };
}
