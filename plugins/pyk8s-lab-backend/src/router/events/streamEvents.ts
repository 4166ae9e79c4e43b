import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Response } from 'express';
import {
  type AnyRequest,
  type CallerServices,
  readReader,
} from '../../callers/readCaller';
import { callerEnd } from '../../callers/LabCaller';
import type { LabJobStore, LabStore } from '../../database';
import { describeEvents } from '../../events/describeEvents';
import type { LabEventHub } from '../../events/LabEventHub';
import type { LabPresenter } from '../../labs/toLab';
import type { ReadScope } from '../../access/ReadScope';
import type { ReadScopes } from '../../access/ReadScopes';
import { EventStream } from './EventStream';
import { SSE_HEADERS } from '../sse';

const HEARTBEAT_MS = 15_000;
/** How soon a reader comes back after the stream broke, in milliseconds. */
const RETRY_MS = 1_000;
/** setTimeout takes no more; a stream that lives for weeks just resumes. */
const MAX_TIMER_MS = 2_147_483_647;
/** How many events are read at once for a reader that was away. */
const BATCH = 200;
/** Far more than anybody transfers while a reader is away. */
const MAX_HAND_OVERS = 1_000;

/** What {@link streamEvents} works with. */
export interface StreamServices extends CallerServices {
  readonly store: LabStore;
  readonly jobStore: LabJobStore;
  readonly hub: LabEventHub;
  readonly scopes: ReadScopes;
  readonly present: LabPresenter;
  readonly logger: LoggerService;
  /** How often an idle stream shows that it lives, in milliseconds. */
  readonly heartbeatMs?: number;
}

/** A request for a stream. */
export interface StreamRequest {
  readonly req: AnyRequest;
  readonly res: Response;
  readonly labId: string | undefined;
  readonly lastEventId: number | undefined;
}

/**
 * Answers with server-sent events of the labs that the caller may read. It
 * listens first and replays second, so that nothing falls between the two, and
 * each event is written once. The stream ends with the caller's credentials.
 */
export async function streamEvents(
  request: StreamRequest,
  services: StreamServices,
): Promise<void> {
  const { req, res } = request;
  const caller = await readReader(req, services);
  if (req.method === 'HEAD') {
    // The stream would never be read.
    res.writeHead(200, SSE_HEADERS).end();
    return;
  }
  const newest = await services.store.lastSeq();
  const { scope, leave } = await services.scopes.join(caller);
  if (res.closed) {
    // The reader left meanwhile: nothing below would ever be cleaned up.
    leave();
    return;
  }
  res.on('close', leave);
  await serve(
    request,
    { scope, newest, expiresAt: callerEnd(caller) },
    services,
  );
}

async function serve(
  { res, labId, lastEventId }: StreamRequest,
  reader: { scope: ReadScope; newest: number; expiresAt: Date | undefined },
  services: StreamServices,
): Promise<void> {
  res.writeHead(200, SSE_HEADERS);
  res.write(`retry: ${RETRY_MS}\n\n`);

  // The headers are out: ending the stream makes the reader resume.
  const fail = (error: unknown) => {
    services.logger.warn('A stream of events was ended', error as Error);
    res.end();
  };
  // An id from before a reset of the database would silence the stream.
  const isReset = lastEventId !== undefined && lastEventId > reader.newest;
  const from = isReset ? 0 : lastEventId;
  const stream = new EventStream({
    res,
    scope: reader.scope,
    present: services.present,
    labId,
    seq: from ?? 0,
    onError: fail,
  });
  const unsubscribe = services.hub.subscribe(item => stream.push(item));
  const heartbeat = setInterval(
    () => stream.beat(),
    services.heartbeatMs ?? HEARTBEAT_MS,
  );
  const expiry =
    reader.expiresAt &&
    setTimeout(() => res.end(), timeUntil(reader.expiresAt));
  const offClose = services.hub.onClose(() => endForNow(res));
  res.on('close', () => {
    unsubscribe();
    offClose();
    clearInterval(heartbeat);
    clearTimeout(expiry);
  });

  try {
    if (isReset) {
      // What is replayed may be nothing, and labs that are gone have no events.
      stream.askToList();
    }
    if (from !== undefined) {
      await replayEvents(stream, from, reader.scope, services);
    }
    stream.goLive();
  } catch (error) {
    fail(error);
  }
}

/**
 * Ends the stream of a server that stops. Its readers come back at different
 * times, so that the one that takes them is not run over.
 */
function endForNow(res: Response): void {
  const retryMs = Math.round(RETRY_MS * (1 + 4 * Math.random()));
  res.end(`retry: ${retryMs}\n\n`);
}

function timeUntil(instant: Date): number {
  return Math.min(MAX_TIMER_MS, Math.max(0, instant.getTime() - Date.now()));
}

/**
 * Writes what a reader that was away has missed: the events of labs that it may
 * read, and which labs were transferred out of its sight, since their events are
 * not shown to it.
 */
async function replayEvents(
  stream: EventStream,
  from: number,
  scope: ReadScope,
  sources: { readonly store: LabStore; readonly jobStore: LabJobStore },
): Promise<void> {
  const { store } = sources;
  if (from > 0) {
    const handOvers = await store.handOversAfter(from, MAX_HAND_OVERS);
    const { items } = await describeEvents(handOvers, sources);
    stream.replayHidden(items);
  }
  let seq = from;
  for (;;) {
    const events = await store.eventsAfter(seq, BATCH, scope.filter);
    const { items } = await describeEvents(events, sources);
    const going = await stream.replay(items);
    if (events.length < BATCH || !going) {
      return;
    }
    seq = events[events.length - 1].seq;
  }
}
