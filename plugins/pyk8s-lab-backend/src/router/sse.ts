import { toError } from '@backstage/errors';
import type { Response } from 'express';

/** The headers of a stream of server-sent events. */
export const SSE_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // no-transform: compression would hold events back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** One event; what it carries is JSON, which has no line breaks. */
export function frame(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Aborts when the caller has left, also when that was before this was called. */
export function callerLeft(res: Response): AbortSignal {
  const left = new AbortController();
  const leave = () => left.abort(new Error('The caller has left.'));
  if (res.closed) {
    leave();
  } else {
    res.on('close', leave);
  }
  return left.signal;
}

/** How often a stream in which nothing happens shows that it lives. */
const HEARTBEAT_MS = 15_000;

/** Writes a stream of events. */
export interface EventWriter {
  /** Answers with the head of the stream; from here on errors are events. */
  readonly begin: () => void;
  /** Begins where nothing has, and waits until the reader takes the event. */
  readonly send: (event: string, data: object) => Promise<void>;
}

/**
 * Answers with a stream of events.
 * @param work - writes it, and returns its last event
 * @throws errors from before the stream has started
 */
export async function answerEvents(
  res: Response,
  signal: AbortSignal,
  work: (
    events: EventWriter,
  ) => Promise<readonly [event: string, data: object]>,
): Promise<void> {
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const begin = () => {
    if (res.headersSent || signal.aborted) {
      return;
    }
    res.writeHead(200, SSE_HEADERS);
    res.flushHeaders();
    heartbeat = setInterval(() => res.write(': alive\n\n'), HEARTBEAT_MS);
  };
  try {
    const last = await work({
      begin,
      send: (event, data) => {
        begin();
        return writeDrained(res, frame(event, data));
      },
    });
    begin();
    res.end(frame(...last));
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    if (!res.headersSent) {
      throw error;
    }
    const { name, message } = toError(error);
    res.end(frame('error', { name, message }));
  } finally {
    clearInterval(heartbeat);
  }
}

/** Writes, and waits until the reader has taken enough of it, or has left. */
export async function writeDrained(res: Response, text: string): Promise<void> {
  if (res.writableEnded || res.destroyed || res.write(text)) {
    return;
  }
  await drained(res);
}

/** Waits until the reader has taken what was written, or has left. */
export async function drained(res: Response): Promise<void> {
  if (!res.writableNeedDrain || res.writableEnded || res.destroyed) {
    return;
  }
  await new Promise<void>(resolve => {
    const done = () => {
      res.off('drain', done);
      res.off('close', done);
      resolve();
    };
    res.on('drain', done);
    res.on('close', done);
  });
}
