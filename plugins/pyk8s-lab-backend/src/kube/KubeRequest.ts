import { InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The caller's role in a cluster: administrator or viewer. */
export type KubeRole = 'owner' | 'viewer';

/** What a request of a lab's Kubernetes API is, for rights and records. */
export type KubeRequestKind =
  /** It changes nothing. */
  | 'read'
  | 'change'
  /** An upgraded connection: exec, attach, port-forward. */
  | 'session';

/** A request of a lab's Kubernetes API. */
export interface KubeRequest {
  readonly method: string;
  /** From the API server's root on, exactly as it came. */
  readonly path: string;
  /** The query with its question mark, or nothing. */
  readonly search: string;
  /** The parts of the path, decoded. */
  readonly segments: readonly string[];
  readonly kind: KubeRequestKind;
}

/** What {@link matchKubeUrl} finds in a URL. */
export interface KubeUrl {
  readonly labId: string;
  readonly path: string;
  readonly search: string;
}

const URL_OF_API = /^\/labs\/([^/?]+)\/kube(\/[^?]*)?(\?.*)?$/;
/** Where Backstage serves this plugin. */
const URL_OF_PLUGIN = /^\/api\/pyk8s-lab(?=\/)/;
const READING = ['GET', 'HEAD', 'OPTIONS'];
/** What a URL may hold (RFC 3986); a fragment is none of it. */
const IN_URLS = /^[!$-~]*$/;

/**
 * Finds a lab and the rest of the path in a URL of this plugin.
 * @returns undefined for what is no URL of a lab's Kubernetes API
 */
export function matchKubeUrl(url: string): KubeUrl | undefined {
  const [, labId, path = '/', search = ''] = URL_OF_API.exec(url) ?? [];
  return labId === undefined ? undefined : { labId, path, search };
}

/**
 * Whether a request is for a connection both ways, in a way that API servers know.
 * Other upgrades, such as to HTTP/2, are offers that need not be taken.
 */
export function asksForSession({ headers }: IncomingMessage): boolean {
  return (
    /\bupgrade\b/i.test(headers.connection ?? '') &&
    /^(?:websocket|spdy\/3\.1)$/i.test(headers.upgrade ?? '')
  );
}

/** Whether a URL, as a server gets it, is of a lab's Kubernetes API. */
export function isKubeRequest(url: string): boolean {
  return (
    URL_OF_PLUGIN.test(url) &&
    matchKubeUrl(url.replace(URL_OF_PLUGIN, '')) !== undefined
  );
}

/** Whether a request, as a server gets it, is for a session with a lab's cluster. */
export function isKubeSession(req: IncomingMessage): boolean {
  return asksForSession(req) && isKubeRequest(req.url ?? '');
}

/**
 * Reads what is asked of a lab's Kubernetes API. A path that two programs could read
 * in two ways is refused: what was decided of it would be about another one.
 *
 * @param isUpgrade - whether the connection is to become one both ways
 * @throws InputError
 */
export function readKubeRequest(
  method: string,
  { path, search }: KubeUrl,
  isUpgrade: boolean,
): KubeRequest {
  const segments = path.slice(1).split('/').map(decode);
  // A slash at the end is the root, or a collection.
  const named = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  if (!IN_URLS.test(path + search) || !named.every(isPlain)) {
    throw new InputError(
      'The path is not allowed: send no empty parts, no "." or "..", and no slashes or control characters in a part, encoded or not.',
    );
  }
  const way = READING.includes(method) ? 'read' : 'change';
  return {
    method,
    path,
    search,
    segments: named,
    kind: isUpgrade ? 'session' : way,
  };
}

/** Whether a request reads what a container has printed. */
export function readsPodLog({ segments }: KubeRequest): boolean {
  const [api, version, namespaces, , pods, , subresource] = segments;
  return (
    api === 'api' &&
    version === 'v1' &&
    namespaces === 'namespaces' &&
    pods === 'pods' &&
    subresource === 'log'
  );
}

/** Whether a request is for Secrets: reads, lists, watches and changes of them. */
export function concernsSecrets({ segments }: KubeRequest): boolean {
  const [api, version, ...rest] = segments;
  const named = rest[0] === 'watch' ? rest.slice(1) : rest;
  const resource =
    named[0] === 'namespaces' && named.length > 2 ? named[2] : named[0];
  return api === 'api' && version === 'v1' && resource === 'secrets';
}

/** Which objects a request is for, as a key of bounded length. */
export function subjectKey({ method, segments }: KubeRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, segments]))
    .digest('base64');
}

/** Whether a request is for what answers behind a service, a pod or a node. */
export function leadsBehindCluster({ segments }: KubeRequest): boolean {
  const [api, version, ...named] = segments;
  const [kind, , subresource] =
    named[0] === 'namespaces' ? named.slice(2) : named;
  return (
    api === 'api' &&
    version === 'v1' &&
    ['services', 'pods', 'nodes'].includes(kind) &&
    subresource === 'proxy'
  );
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function isPlain(segment: string | undefined): segment is string {
  return (
    segment !== undefined &&
    !['', '.', '..'].includes(segment) &&
    !/[/\\\p{Cc}]/u.test(segment)
  );
}
