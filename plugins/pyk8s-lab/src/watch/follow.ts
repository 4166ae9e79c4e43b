import {
  backoffMs,
  isLabStreamNotice,
  type LabStreamFrame,
  type StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { toError } from '@backstage/errors';
import { isRefusal, statusOf } from '../api';
import { Poller } from './Poller';
import { onWake, sleep } from './waking';
import { Sight } from './Sight';
import type { Connection } from './labsState';
import { Throttle } from './Throttle';

/** How long {@link follow} waits for what, in milliseconds. */
export interface FollowTiming {
  /** The first list waits no longer than this for the stream to open. */
  listAfterMs: number;
  /** How often to read the list while the stream is not open. */
  pollMs: number;
  /** The list is read no more often than this because of what is heard. */
  relistMs: number;
  /** After this time a stream was a good one, even if nothing happened. */
  healthyAfterMs: number;
  /** The wait before an attempt to connect, given the failures in a row. */
  backoffMs: (failures: number) => number;
}

const DEFAULT_TIMING: FollowTiming = {
  listAfterMs: 1_000,
  pollMs: 15_000,
  relistMs: 3_000,
  healthyAfterMs: 10_000,
  // Left to chance in part, so that the browsers of a whole company do not come back
  // in the same instant after a restart of the backend.
  backoffMs: failures =>
    backoffMs(failures, {
      firstMs: 1_000,
      longestMs: 30_000,
      random: Math.random(),
    }),
};

/** What is followed. */
export interface Followed {
  /** Reads the list, and takes it. */
  read(): Promise<void>;
  /** What happens. */
  stream(options: StreamLabsOptions): AsyncIterable<LabStreamFrame>;
  /** Takes what happens. @returns whether the list is to be read again for it */
  take(frame: LabStreamFrame): boolean;
  /** The list could not be read. */
  onFailed(error: Error): void;
  onConnection?(connection: Connection): void;
  /**
   * Calls back whenever the list is to be read again at once, as when another is
   * meant.
   *
   * @returns a function that ends it
   */
  onStale?(listener: () => void): () => void;
  /** Whether it is needed: while somebody sees the page, unless this is given. */
  watchNeed?(onChange: (isNeeded: boolean) => void): {
    readonly isSeen: boolean;
    stop(): void;
  };
}

/**
 * Reads a list once and follows what happens to what is in it, until the signal ends
 * it or the list is not found.
 *
 * @remarks
 * The list is read when the stream has opened, so that nothing falls between
 * the two. A stream that breaks is resumed after its last event. The list is
 * read again only while the stream is not open, when the user may see other labs
 * than before, and when what is followed asks for it.
 *
 * A page that nobody sees asks for nothing and holds no connection. When it is seen
 * again, it resumes, and reads the list for what is not replayed.
 *
 * Never rejects: what goes wrong is told.
 */
export async function follow(
  followed: Followed,
  options: { signal: AbortSignal; timing?: Partial<FollowTiming> },
): Promise<void> {
  const { signal } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener('abort', end);
  if (signal.aborted) {
    end();
  }

  let lastEventId: number | undefined;
  let failures = 0;
  let listed = false;
  let wasAway = false;
  let isOpen = false;
  let onSeen = () => {};
  let onUnseen = () => {};
  const watchNeed = followed.watchNeed ?? Sight.watch;
  const sight = watchNeed(isSeen => (isSeen ? onSeen() : onUnseen()));

  const poller = new Poller(timing.pollMs);

  const readList = async () => {
    listed = true;
    try {
      await followed.read();
      if (isOpen) {
        poller.stop();
      }
    } catch (error) {
      followed.onFailed(toError(error));
      if (statusOf(error) === 404) {
        end();
      } else if (isOpen && !isRefusal(error)) {
        // The stream tells only of changes: what is there is still unknown.
        poller.start(timing.relistMs, readList);
      }
    }
  };
  const relist = new Throttle(readList, timing.relistMs);
  const forgetStale = followed.onStale?.(readList);

  const whenSeen = async () => {
    if (sight.isSeen || ended.signal.aborted) {
      return;
    }
    poller.stop();
    wasAway = listed;
    await new Promise<void>(resolve => {
      onSeen = resolve;
      ended.signal.addEventListener('abort', () => resolve());
    });
    failures = 0;
    if (!ended.signal.aborted) {
      poller.start(timing.listAfterMs, readList);
    }
  };

  const readStream = async () => {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    ended.signal.addEventListener('abort', abort);
    onUnseen = abort;
    const forgetWake = onWake(abort);
    let openedAt = Infinity;
    const onOpen = () => {
      openedAt = Date.now();
      isOpen = true;
      poller.stop();
      followed.onConnection?.('live');
      if (lastEventId === undefined || wasAway) {
        wasAway = false;
        readList();
      }
    };
    try {
      const from = { lastEventId, signal: attempt.signal, onOpen };
      for await (const frame of followed.stream(from)) {
        failures = 0;
        if (!isLabStreamNotice(frame)) {
          lastEventId = frame.seq;
        }
        if (followed.take(frame)) {
          relist.request();
        }
        if (frame.type === 'access.changed') {
          // The server may have restarted its count: continue from the list.
          lastEventId = undefined;
          relist.request();
        }
      }
    } catch {
      // The page shows only that the stream is broken; when the server refuses it, the
      // list shows why.
    } finally {
      isOpen = false;
      forgetWake();
      onUnseen = () => {};
      ended.signal.removeEventListener('abort', abort);
      if (Date.now() - openedAt >= timing.healthyAfterMs) {
        failures = 0;
      }
    }
  };

  followed.onConnection?.('connecting');
  if (sight.isSeen) {
    poller.start(timing.listAfterMs, readList);
  }
  while (!ended.signal.aborted) {
    await whenSeen();
    if (!ended.signal.aborted) {
      await readStream();
    }
    if (!ended.signal.aborted && sight.isSeen) {
      failures += 1;
      followed.onConnection?.('reconnecting');
      if (!listed) {
        poller.stop();
        readList();
      }
      poller.start(timing.pollMs, readList);
      await sleep(timing.backoffMs(failures), ended.signal);
    }
  }
  sight.stop();
  poller.stop();
  relist.stop();
  forgetStale?.();
  signal.removeEventListener('abort', end);
}
