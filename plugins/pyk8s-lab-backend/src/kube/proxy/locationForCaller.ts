import type { IncomingMessage } from 'node:http';
import { BadGatewayError } from '../../errors';
import type { KubeConnection } from './KubeConnection';
import type { KubeRequest } from '../KubeRequest';

/** Those that clients follow, by RFC 9110, 15.4. */
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Where an API server redirects a caller, as seen from the portal: API servers do so
 * for a stale hash of `/openapi/v3`, and for a `proxy` without a slash at its end.
 *
 * The result is relative to the URL of the request, as the portal may be reached by
 * several names, and below a path that it does not know of.
 *
 * @param url - as the portal got it
 * @returns undefined for an answer that is no redirect
 * @throws BadGatewayError when it leads to another server
 */
export function locationForCaller(
  { statusCode = 0, headers }: IncomingMessage,
  { path }: KubeRequest,
  { server }: Pick<KubeConnection, 'server'>,
  url: string,
): string | undefined {
  if (statusCode < 300 || statusCode >= 400 || statusCode === 304) {
    return undefined;
  }
  const root = server.pathname.replace(/\/$/, '');
  const target = parse(headers.location, new URL(root + path, server));
  const isOwn =
    target?.origin === server.origin && target.pathname.startsWith(`${root}/`);
  if (!isOwn || !REDIRECTS.includes(statusCode)) {
    throw new BadGatewayError(
      `The lab's API server redirects to another server (${statusCode}), which the portal does not follow. Ask there directly, for example by kubectl port-forward.`,
    );
  }
  // "./" makes a path of what begins with a slash or holds a colon.
  const up =
    /\/kube(?:\?|$)/.test(url) && path === '/'
      ? 'kube/'
      : '../'.repeat(path.split('/').length - 2);
  return `./${up}${target.pathname.slice(root.length + 1)}${target.search}`;
}

function parse(location: string | undefined, base: URL): URL | undefined {
  return location !== undefined && URL.canParse(location, base)
    ? new URL(location, base)
    : undefined;
}
