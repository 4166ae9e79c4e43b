import type { LabStreamFrame } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Where the labs API is on its server. */
export const BASE_PATH = '/api/pyk8s-lab';

/** A request, as the server got it. */
export interface SeenRequest {
  readonly method: string;
  /** Below the API's base, with the query. */
  readonly path: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly lastEventId: string | undefined;
  readonly body: object | undefined;
  /** The body, where it is not JSON. */
  readonly bytes: Buffer | undefined;
}

/** Reads a request to the labs API as a whole. */
export async function readRequest(
  incoming: IncomingMessage,
): Promise<SeenRequest> {
  const body = await buffer(incoming);
  const path = (incoming.url ?? '/').replace(BASE_PATH, '');
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const { authorization, ...headers } = incoming.headers;
  return {
    method: incoming.method ?? '',
    path,
    pathname,
    query: searchParams,
    authorization,
    idempotencyKey: headers['idempotency-key']?.toString(),
    lastEventId: headers['last-event-id']?.toString(),
    ...(headers['content-type'] === 'application/octet-stream'
      ? { body: undefined, bytes: body }
      : {
          body: body.length > 0 ? JSON.parse(body.toString()) : undefined,
          bytes: undefined,
        }),
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers with an error as Backstage's servers do. */
export function refuse(
  response: ServerResponse,
  statusCode: number,
  name: string,
  message = `answered ${statusCode}`,
): true {
  json(response, statusCode, {
    error: { name, message },
    response: { statusCode },
  });
  return true;
}

/** An event as a stream sends it. */
export function eventText(type: string, data: unknown, id?: number): string {
  const head = id === undefined ? '' : `id: ${id}\n`;
  return `${head}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A frame of the stream; a notice has no id, and its type is not in its data. */
export function frameText(frame: LabStreamFrame): string {
  if ('seq' in frame) {
    return eventText(frame.type, frame, frame.seq);
  }
  const { type, ...data } = frame;
  return eventText(type, data);
}
