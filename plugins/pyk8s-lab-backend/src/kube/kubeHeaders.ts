import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/**
 * What goes on to an API server. All else stays: the caller's credentials and
 * cookies, whom the caller would be instead (Impersonate-*), and what proxies say of
 * those behind them (X-Forwarded-*, X-Remote-*), which API servers may believe.
 */
const TO_CLUSTER = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-encoding',
  'content-length',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'kubectl-command',
  'kubectl-session',
  'range',
  'user-agent',
];

/** Beside those, of a connection that is to go on both ways. */
const TO_CLUSTER_OF_UPGRADE = [
  'sec-websocket-extensions',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'sec-websocket-version',
  'upgrade',
  'x-stream-protocol-version',
];

/**
 * What comes back of an API server, or of what it leads to. All else stays: cookies,
 * what makes browsers sign in or go elsewhere, and what opens an origin to others.
 */
const TO_CALLER = [
  'accept-ranges',
  'allow',
  'audit-id',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'retry-after',
  'vary',
  'warning',
  'x-kubernetes-pf-flowschema-uid',
  'x-kubernetes-pf-prioritylevel-uid',
];

const TO_CALLER_OF_UPGRADE = [
  'sec-websocket-accept',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
  'upgrade',
  'x-stream-protocol-version',
];

/** A protocol's name that Kubernetes reads a token from. */
const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

/**
 * Whatever a lab serves, it never runs as the portal in a browser, is kept by nobody
 * on the way, and passes through without being held back to be packed.
 */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store, no-transform',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
};

/** @param authorization - of the portal, where it goes by a token */
export function headersToCluster(
  headers: IncomingHttpHeaders,
  options: { authorization?: string; isUpgrade: boolean },
): OutgoingHttpHeaders {
  const { authorization, isUpgrade } = options;
  return {
    ...pick(headers, TO_CLUSTER),
    // Of the same length as it came: in pieces unless that is known.
    ...(headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
    ...(isUpgrade
      ? {
          ...withoutTokens(pick(headers, TO_CLUSTER_OF_UPGRADE)),
          connection: 'Upgrade',
        }
      : {}),
    ...(authorization ? { authorization } : {}),
  };
}

export function headersToCaller(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  return { ...pick(headers, TO_CALLER), ...SAFE_HEADERS };
}

/** Of the answer with which a connection begins to go on both ways. */
export function upgradeHeadersToCaller(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  return { connection: 'Upgrade', ...pick(headers, TO_CALLER_OF_UPGRADE) };
}

function pick(
  headers: IncomingHttpHeaders,
  names: readonly string[],
): OutgoingHttpHeaders {
  // What a Connection header names is for the next one alone (RFC 9110, 7.6.1).
  const hops = (headers.connection ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase());
  return Object.fromEntries(
    names.flatMap(name =>
      headers[name] === undefined || (hops.includes(name) && name !== 'upgrade')
        ? []
        : [[name, headers[name]]],
    ),
  );
}

function withoutTokens(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const { 'sec-websocket-protocol': offered, ...others } = headers;
  const protocols = String(offered ?? '')
    .split(',')
    .map(protocol => protocol.trim())
    .filter(protocol => protocol && !protocol.startsWith(TOKEN_PROTOCOL));
  return protocols.length > 0
    ? { ...others, 'sec-websocket-protocol': protocols.join(', ') }
    : others;
}
