import { isError } from '@backstage/errors';
import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { statusOf } from '../kubeStatus';

/** As Node.js answers what is no request that it reads. */
const CODES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
/** Many read no answer before they have sent all. */
const DRAIN_MS = 5_000;

/**
 * Explains a request whose URL and headers are larger than the server reads, which no
 * router sees: Node.js answers with a bare 431, of which kubectl prints nothing. The
 * commands of `kubectl exec` and selectors are in URLs, so they come to it.
 *
 * A server with another listener for such errors keeps to it.
 */
export function explainLargeHeaders(server: Server): void {
  const answered = new WeakSet<Duplex>();
  server.on('clientError', (error: unknown, socket: Duplex) => {
    if (server.listenerCount('clientError') > 1) {
      return;
    }
    // What comes after it is no request, either.
    if (answered.has(socket)) {
      return;
    }
    answered.add(socket);
    const isBusy = '_httpMessage' in socket && Boolean(socket._httpMessage);
    if (!socket.writable || isBusy) {
      socket.destroy();
      return;
    }
    const code = (isError(error) && CODES[String(error.code)]) || 400;
    socket.end(code === 431 ? explained(limitOf(server)) : bare(code));
    // Closed with something unread, a connection loses its answer.
    socket.removeAllListeners('data').on('data', () => undefined);
    const timer = setTimeout(() => socket.destroy(), DRAIN_MS);
    socket
      .on('error', () => undefined)
      .once('end', () => socket.destroy())
      .once('close', () => clearTimeout(timer));
  });
}

/** For clients of Kubernetes, and for Backstage's. */
function explained(limit: number): string {
  const message = `The URL and headers of the request are larger than the ${limit} bytes that this portal reads. Send long commands and scripts by stdin (kubectl exec -i … -- sh < script.sh), select fewer names at once, or let the portal read more: see "kubectl through the portal" in its documentation.`;
  const body = JSON.stringify({
    ...statusOf(431, 'RequestHeaderFieldsTooLarge', message),
    error: { name: 'RequestHeaderFieldsTooLarge', message },
    response: { statusCode: 431 },
  });
  return [
    ...headOf(431),
    'Content-Type: application/json; charset=utf-8',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

function bare(code: number): string {
  return [...headOf(code), '', ''].join('\r\n');
}

function headOf(code: number): string[] {
  return [`HTTP/1.1 ${code} ${STATUS_CODES[code]}`, 'Connection: close'];
}

/** Node.js keeps a server's own limit in a property that its types do not have. */
function limitOf(server: Server): number {
  return 'maxHeaderSize' in server && typeof server.maxHeaderSize === 'number'
    ? server.maxHeaderSize
    : maxHeaderSize;
}
