import { InputError } from '@backstage/errors';
import { UNTRUSTED_CONTENT_HEADERS } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/**
 * What goes on to an API server. All else stays: the caller's credentials and
 * cookies, and what proxies say of those behind them (X-Forwarded-*, X-Remote-*),
 * which API servers may believe. Impersonate-* has rules of its own.
 */
const TO_CLUSTER = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-encoding',
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

/** Also forwarded with an upgrade. */
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

/** What callers may say of their connection. None of it is in the lists above. */
const OF_CONNECTIONS = [
  'close',
  'http2-settings',
  'keep-alive',
  'te',
  'upgrade',
];

/** A protocol's name that Kubernetes reads a token from. */
const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

/**
 * @param authorization - of the portal, where it goes by a token
 * @throws InputError when the headers leave open what is forwarded
 */
export function headersToCluster(
  headers: IncomingHttpHeaders,
  options: { authorization?: string; isUpgrade: boolean },
): OutgoingHttpHeaders {
  const { authorization, isUpgrade } = options;
  assertForwardable(headers);
  return {
    ...pick(headers, TO_CLUSTER),
    ...(isUpgrade
      ? {
          ...withoutTokens(pick(headers, TO_CLUSTER_OF_UPGRADE)),
          connection: 'Upgrade',
        }
      : framing(headers)),
    ...(authorization ? { authorization } : {}),
  };
}

/** Whether a request says that a body comes, without which none may be sent. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return Object.keys(framing(headers)).length > 0;
}

export function headersToCaller(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  return {
    ...pick(withoutHops(headers), TO_CALLER),
    ...UNTRUSTED_CONTENT_HEADERS,
  };
}

/** Of the answer to an upgrade. */
export function upgradeHeadersToCaller(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  return { connection: 'Upgrade', ...pick(headers, TO_CALLER_OF_UPGRADE) };
}

/**
 * Where a body ends. Connections to a cluster are used again, for others' requests:
 * a body without its end would be read as the next of them.
 */
function framing(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  // In pieces unless its length is known, and never both.
  return headers['transfer-encoding'] === undefined
    ? pick(headers, ['content-length'])
    : { 'transfer-encoding': 'chunked' };
}

function assertForwardable(headers: IncomingHttpHeaders): void {
  // What it names is for the next one alone (RFC 9110, 7.6.1), so a caller who names
  // what is forwarded could mean either.
  const named = tokens(headers.connection);
  if (!named.every(name => OF_CONNECTIONS.includes(name))) {
    throw new InputError(
      `The "Connection" header may name these alone: ${OF_CONNECTIONS.join(
        ', ',
      )}.`,
    );
  }
  const encoding = headers['transfer-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'chunked') {
    throw new InputError(
      'The only "Transfer-Encoding" that is taken is chunked.',
    );
  }
}

function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const hops = tokens(headers.connection);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hops.includes(name)),
  );
}

function tokens(header = ''): string[] {
  return header
    .split(',')
    .map(token => token.trim().toLowerCase())
    .filter(Boolean);
}

function pick(
  headers: IncomingHttpHeaders,
  names: readonly string[],
): OutgoingHttpHeaders {
  return Object.fromEntries(
    names.flatMap(name =>
      headers[name] === undefined ? [] : [[name, headers[name]]],
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
