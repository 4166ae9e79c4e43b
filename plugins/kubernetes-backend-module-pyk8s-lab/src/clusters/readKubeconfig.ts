import { readKubeconfig as readClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** What it takes to ask a cluster. */
export interface ClusterAccess {
  readonly url: string;
  /** The certificates that its own are signed by, in base64. */
  readonly caData: string | undefined;
  readonly token: string;
}

/**
 * Reads a kubeconfig with a user who has a token.
 * @throws Error when it is another one. It quotes nothing: a token is a secret.
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
