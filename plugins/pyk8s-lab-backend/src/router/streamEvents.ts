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

  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform: compression would hold events back.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.write(`retry: ${RETRY_MS}\n\n`);

  const stream = new EventStream(res, caller, labId, lastEventId ?? 0);
  const waiting: HubEvent[] = [];
  let live = false;
  const unsubscribe = services.hub.subscribe(item => {
    if (live) {
      stream.write(item.event, item.lab);
    } else {
      waiting.push(item);
    }
  });
  const heartbeat = setInterval(() => res.write(': alive\n\n'), HEARTBEAT_MS);
  const expiry = credentials.expiresAt
    ? setTimeout(
        () => res.end(),
        Math.min(
          MAX_TIMER_MS,
          Math.max(0, credentials.expiresAt.getTime() - Date.now()),
        ),
      )
    : undefined;
  const offClose = services.hub.onClose(() => res.end());
  res.on('close', () => {
    unsubscribe();
    offClose();
    clearInterval(heartbeat);
    clearTimeout(expiry);
  });

  try {
    if (lastEventId !== undefined) {
      await replay(stream, lastEventId, caller, services.store);
    }
    waiting.forEach(({ event, lab }) => stream.write(event, lab));
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
    for (const event of events) {
      const lab = labs.get(event.labId);
      if (lab) {
        stream.write(event, lab);
      }
      seq = event.seq;
    }
    if (events.length < REPLAY_BATCH || !(await stream.drained())) {
      return;
    }
  }
}
