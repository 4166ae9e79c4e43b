import { createParser } from 'eventsource-parser';
import type { Transport } from './Transport';

/** The server sends a heartbeat every 15 s. */
const MAX_SILENCE_MS = 45_000;

/** A server-sent event. */
export interface ServerSentEvent {
  type: string;
  data: string;
}

/**
 * Server-sent events, until the server ends the stream or falls silent. Read with fetch
 * rather than an EventSource, so that the token is in a header and never in a URL.
 */
export async function* eventStream(
  transport: Transport,
  path: string,
  init: RequestInit,
  onOpen?: () => void,
): AsyncGenerator<ServerSentEvent> {
  const response = await transport.send(path, {
    ...init,
    headers: { Accept: 'text/event-stream', ...init.headers },
  });
  if (!response.body) {
    throw new Error('The server answered without a stream of events.');
  }
  onOpen?.();

  const received: ServerSentEvent[] = [];
  const parser = createParser({
    onEvent: ({ event: type = 'message', data }) =>
      received.push({ type, data }),
  });
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  try {
    for (;;) {
      // Ends a connection that broke without notice, so that its reader reconnects.
      const silence = setTimeout(
        () => void reader.cancel().catch(() => undefined),
        MAX_SILENCE_MS,
      );
      const { done, value } = await reader
        .read()
        .finally(() => clearTimeout(silence));
      if (done) {
        return;
      }
      parser.feed(decoder.decode(value, { stream: true }));
      yield* received.splice(0);
    }
  } finally {
    // Tells the server when the reader of this generator stops early.
    await reader.cancel().catch(() => undefined);
  }
}
