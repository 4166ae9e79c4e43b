import { stringify } from 'yaml';
import type { ClusterAccess, ClusterUser } from './ClusterAccess';

/**
 * How the parts of a kubeconfig are called.
 *
 * @public
 */
export interface KubeconfigNames {
  readonly cluster: string;
  /** The user, and the context, which is the current one. */
  readonly user: string;
}

/**
 * Composes a kubeconfig, field by field.
 *
 * @public
 */
export function writeKubeconfig(
  access: ClusterAccess,
  names: KubeconfigNames,
): string {
  const { server, serverName, authority, user } = access;
  const { cluster, user: name } = names;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          ...(authority !== undefined && {
            'certificate-authority-data': toBase64(authority),
          }),
          server,
          ...(serverName !== undefined && { 'tls-server-name': serverName }),
        },
      },
    ],
    users: [{ name, user: userFields(user) }],
    contexts: [{ name, context: { cluster, user: name } }],
    'current-context': name,
  });
}

function userFields(user: ClusterUser | undefined): Record<string, string> {
  if (!user) {
    return {};
  }
  return 'token' in user
    ? { token: user.token }
    : {
        'client-certificate-data': toBase64(user.certificate),
        'client-key-data': toBase64(user.key),
      };
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
