import { parse } from 'yaml';

/** What it takes to ask a cluster. */
export interface ClusterAccess {
  readonly url: string;
  /** The certificates that its own are signed by, in base64. */
  readonly caData: string | undefined;
  readonly token: string;
}

/** What is used of a kubeconfig. Whatever is in the file, each may be missing. */
interface Kubeconfig {
  clusters?: {
    cluster?: { server?: unknown; 'certificate-authority-data'?: unknown };
  }[];
  users?: { user?: { token?: unknown } }[];
}

/**
 * Reads a kubeconfig with one cluster and one user, who has a token.
 * @throws Error when it is another one. It quotes nothing: a token is a secret.
 */
export function readKubeconfig(yaml: string): ClusterAccess {
  const config = parseOrNothing(yaml);
  const cluster = config?.clusters?.[0]?.cluster;
  const token = config?.users?.[0]?.user?.token;
  const caData = cluster?.['certificate-authority-data'];
  if (
    typeof cluster?.server !== 'string' ||
    !/^https?:$/.test(protocolOf(cluster.server)) ||
    typeof token !== 'string' ||
    !token ||
    !(caData === undefined || typeof caData === 'string')
  ) {
    throw new Error(
      'Its kubeconfig is not one of a cluster with a URL and of a user with a token.',
    );
  }
  return { url: cluster.server, caData, token };
}

function parseOrNothing(yaml: string): Kubeconfig | undefined {
  try {
    return parse(yaml, { logLevel: 'error' }) ?? undefined;
  } catch {
    return undefined;
  }
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}
