import type {
  ClusterAccess,
  ClusterCredentials,
  ClusterUser,
} from './ClusterAccess';
import { parseBoundedYaml } from './parseBoundedYaml';
import { certificatesIn, privateKeyIn } from './pem';

/** kubeadm's have 6 KB, of which 600 bytes are no base64. */
const LIMITS = { bytes: 64 * 2 ** 10, structure: 4 * 2 ** 10 };
const MAX_URL = 2_048;
const HOST_NAME = /^[A-Za-z0-9.-]{1,253}$/;
/** What can be in a header: nothing that ends it. */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;
const NOT_IN_URLS = /[^\x21-\x7e]/;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the current context of a kubeconfig that may be anything. Known fields are
 * taken, each checked, and nothing else: no programs (`exec`, `auth-provider`), no
 * paths of files, no proxies, no impersonation, no passwords.
 *
 * @throws Error when it does not lead to a cluster, or signs in in another way than
 *   by a certificate or a token; it holds nothing of the kubeconfig
 * @public
 */
export function readKubeconfig(yaml: string): ClusterAccess {
  const { cluster, user } = currentOf(yaml);
  const server = textOf(cluster, 'server');
  if (server === undefined || !isServer(server)) {
    throw new Error(
      'The kubeconfig of the cluster names no server: it must be an http or https URL.',
    );
  }
  const serverName = textOf(cluster, 'tls-server-name');
  return {
    server,
    ...(serverName !== undefined &&
      HOST_NAME.test(serverName) && { serverName }),
    ...credentialsOf(cluster, user),
  };
}

/**
 * Reads the credentials of a kubeconfig like {@link readKubeconfig}, without the
 * address in it.
 *
 * @public
 */
export function readCredentials(yaml: string): ClusterCredentials {
  const { cluster, user } = currentOf(yaml);
  return credentialsOf(cluster, user);
}

function currentOf(yaml: string): { cluster: Fields; user: Fields } {
  const config = fields(parseBoundedYaml(yaml, LIMITS));
  if (!config) {
    throw new Error(
      'The kubeconfig of the cluster is not valid: it must be YAML of at most 64 KiB, without aliases and with little else than one context.',
    );
  }
  const context = named(config, 'contexts', config['current-context'])?.context;
  const { cluster: clusterName, user: userName } = fields(context) ?? {};
  const cluster = fields(named(config, 'clusters', clusterName)?.cluster);
  const user = named(config, 'users', userName);
  if (!cluster || !user) {
    throw new Error('The kubeconfig of the cluster has no current context.');
  }
  return { cluster, user: fields(user.user) ?? {} };
}

function credentialsOf(cluster: Fields, user: Fields): ClusterCredentials {
  const authority = pemOf(
    cluster,
    'certificate-authority-data',
    certificatesIn,
  );
  const known = userOf(user);
  return {
    ...(authority !== undefined && { authority }),
    ...(known && { user: known }),
  };
}

function userOf(user: Fields): ClusterUser | undefined {
  const certificate = pemOf(user, 'client-certificate-data', certificatesIn);
  const key = pemOf(user, 'client-key-data', privateKeyIn);
  if (certificate !== undefined && key !== undefined) {
    return { certificate, key };
  }
  const token = textOf(user, 'token');
  if (token !== undefined && TOKEN.test(token)) {
    return { token };
  }
  if (Object.keys(user).length > 0) {
    throw new Error(
      'The kubeconfig of the cluster signs in neither by a certificate with its key nor by a token.',
    );
  }
  return undefined;
}

/** @throws Error when there is something that is no PEM */
function pemOf(
  from: Fields,
  name: string,
  read: (base64: string) => string | undefined,
): string | undefined {
  if (from[name] === undefined || from[name] === null || from[name] === '') {
    return undefined;
  }
  const text = textOf(from, name);
  const pem = text === undefined ? undefined : read(text);
  if (pem === undefined) {
    throw new Error(
      `The kubeconfig of the cluster has no valid ${name}: it must be PEM in base64.`,
    );
  }
  return pem;
}

function isServer(server: string): boolean {
  if (server.length > MAX_URL || NOT_IN_URLS.test(server)) {
    return false;
  }
  try {
    const { protocol, username, password, search, hash } = new URL(server);
    return (
      (protocol === 'https:' || protocol === 'http:') &&
      `${username}${password}${search}${hash}` === ''
    );
  } catch {
    return false;
  }
}

function named(
  config: Fields,
  list: string,
  name: unknown,
): Fields | undefined {
  const items = config[list];
  return Array.isArray(items) && typeof name === 'string'
    ? items.map(fields).find(item => item?.name === name)
    : undefined;
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

function textOf(from: Fields, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
