import { parse, stringify } from 'yaml';

interface Named {
  name: string;
}

interface Kubeconfig {
  'current-context'?: string;
  clusters?: (Named & { cluster?: Record<string, unknown> })[];
  users?: (Named & { user?: Record<string, unknown> })[];
  contexts?: (Named & {
    context: { cluster: string; user: string };
  })[];
}

/**
 * The kubeconfig that a person gets: the provider's own, with its one context,
 * cluster and user named `kind-<lab>` after kind's custom, rather than after the
 * cluster name, which says nothing to people.
 *
 * @param yaml - the provider's kubeconfig
 * @param labName - the lab's name, an RFC 1123 label
 * @throws Error when the provider's kubeconfig is no YAML or has no context; it
 *   holds nothing of it
 */
export function userKubeconfig(yaml: string, labName: string): string {
  const config = read(yaml);
  const name = `kind-${labName}`;
  const { cluster, user } = pick(config);
  return stringify({
    ...config,
    clusters: [{ ...cluster, name }],
    users: [{ ...user, name }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

/**
 * The URL of the API server in a kubeconfig.
 * @throws Error when there is none
 */
export function serverOf(yaml: string): string {
  return readClusterAccess(yaml).server;
}

/** How an API server is reached, and with what its clients say who they are. */
export interface ClusterAccess {
  readonly server: string;
  /** What the server's certificate names, where that is another than its address. */
  readonly servername?: string;
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly token?: string;
}

/**
 * Reads a kubeconfig that has all in it, as those of providers do. One that says not
 * to check the server's certificate is not heeded in that.
 *
 * @throws Error when it names no server; it holds nothing of it
 */
export function readClusterAccess(yaml: string): ClusterAccess {
  const { cluster, user } = pick(read(yaml));
  const of = (found: Record<string, unknown> | undefined, name: string) => {
    const value = found?.[name];
    return typeof value === 'string' && value ? value : undefined;
  };
  const bytes = (text: string | undefined) =>
    text === undefined ? undefined : Buffer.from(text, 'base64');
  const server = of(cluster.cluster, 'server');
  if (server === undefined) {
    throw new Error('The kubeconfig of the cluster names no server.');
  }
  return {
    server,
    servername: of(cluster.cluster, 'tls-server-name'),
    ca: bytes(of(cluster.cluster, 'certificate-authority-data')),
    cert: bytes(of(user.user, 'client-certificate-data')),
    key: bytes(of(user.user, 'client-key-data')),
    token: of(user.user, 'token'),
  };
}

/** The parser quotes what it cannot read, which is a secret here. */
function read(yaml: string): Kubeconfig {
  try {
    return (parse(yaml, { logLevel: 'error' }) as Kubeconfig | null) ?? {};
  } catch {
    throw new Error('The kubeconfig of the cluster is no YAML.');
  }
}

function pick(config: Kubeconfig) {
  const context = config.contexts?.find(
    ({ name }) => name === config['current-context'],
  )?.context;
  const cluster = config.clusters?.find(
    ({ name }) => name === context?.cluster,
  );
  const user = config.users?.find(({ name }) => name === context?.user);
  if (!cluster || !user) {
    throw new Error('The kubeconfig of the cluster has no current context.');
  }
  return { cluster, user };
}
