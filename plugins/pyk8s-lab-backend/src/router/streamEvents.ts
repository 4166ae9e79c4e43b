import type {
  HttpAuthService,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { Response } from 'express';
import type { LabStore } from '../database';
import type { HubEvent, LabEventHub } from '../events';
import type { LabCaller } from '../labs';
import { EventStream } from './EventStream';
import { readCaller, type AnyRequest } from './readCaller';

const HEARTBEAT_MS = 15_000;
/** How soon a reader comes back after the stream ended, in milliseconds. */
const RETRY_MS = 1_000;
const REPLAY_BATCH = 200;
/** setTimeout takes no more; a stream that lives for weeks just resumes. */
const MAX_TIMER_MS = 2_147_483_647;

interface StreamServices {
  readonly store: LabStore;
  readonly hub: LabEventHub;
  readonly httpAuth: HttpAuthService;
  readonly userInfo: UserInfoService;
  readonly logger: LoggerService;
}

/**
 * Answers with server-sent events of the labs that the caller may read. It
 * listens first and replays second, so that nothing falls between the two, and
 * each event is written once. The stream ends with the caller's credentials.
 */
export async function streamEvents(
  request: {
    req: AnyRequest;
    res: Response;
    labId: string | undefined;
    lastEventId: number | undefined;
  },
  services: StreamServices,
): Promise<void> {
  const { req, res, labId, lastEventId } = request;
  const credentials = await services.httpAuth.credentials(req, {
    allow: ['user'],
  });
  const caller = await readCaller(req, services);
  const newest = await services.store.lastSeq();
  if (res.closed) {
    // The reader left meanwhile: nothing below would ever be cleaned up.
    return;
  }

  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform: compression would hold events back.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.write(`retry: ${RETRY_MS}\n\n`);

  // An id from before a reset of the database would silence the stream.
  const from =
    lastEventId !== undefined && lastEventId > newest ? 0 : lastEventId;
  const stream = new EventStream(res, caller, labId, from ?? 0);
  const waiting: HubEvent[] = [];
  let live = false;
  const unsubscribe = services.hub.subscribe(item => {
    if (live) {
      stream.write(item);
    } else {
      waiting.push(item);
    }
  });
  const heartbeat = setInterval(() => stream.beat(), HEARTBEAT_MS);
  const end = () => res.end();
  const expiry = credentials.expiresAt
    ? setTimeout(
        end,
        Math.min(
          MAX_TIMER_MS,
          Math.max(0, credentials.expiresAt.getTime() - Date.now()),
        ),
      )
    : undefined;
  const offClose = services.hub.onClose(end);
  res.on('close', () => {
    unsubscribe();
    offClose();
    clearInterval(heartbeat);
    clearTimeout(expiry);
  });

  try {
    if (from !== undefined) {
      await replay(stream, from, caller, services.store);
    }
    waiting.forEach(item => stream.write(item));
    live = true;
  } catch (error) {
    // The headers are out: ending the stream makes the reader resume.
    services.logger.warn('Replaying events failed', error as Error);
    res.end();
  }
}

async function replay(
  stream: EventStream,
  from: number,
  caller: LabCaller,
  store: LabStore,
): Promise<void> {
  let seq = from;
  for (;;) {
    const events = await store.eventsAfter(
      seq,
      REPLAY_BATCH,
      caller.ownershipRefs,
    );
    const labs = new Map(
      (await store.getMany([...new Set(events.map(e => e.labId))])).map(lab => [
        lab.id,
        lab,
      ]),
    );
    const queue = await store.queue();
    for (const event of events) {
      const lab = labs.get(event.labId);
      if (lab) {
        const queuePosition = queue.indexOf(lab.id) + 1 || undefined;
        stream.write({ event, lab, queuePosition });
      }
      seq = event.seq;
    }
    if (events.length < REPLAY_BATCH || !(await stream.drained())) {
      return;
    }
  }
}
