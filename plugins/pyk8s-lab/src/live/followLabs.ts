import {
  isLabStreamNotice,
  type Lab,
  type LabStreamFrame,
  type StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { toError } from '@backstage/errors';
import { isRefusal, statusOf } from '../api';
import type { LabsAction } from './labsReducer';
import { Poller } from './Poller';
import { Sight } from './Sight';
import { Throttle } from './Throttle';
import { onWake, backoffMs, sleep } from './retry';

/** Where the labs of a page come from. */
export interface LabSource {
  /** Every lab of the page, in as many pages as the server makes of them. */
  list(): AsyncIterable<Lab[]>;
  /** What happens to them. */
  stream(options: StreamLabsOptions): AsyncIterable<LabStreamFrame>;
  /**
   * Whether a lab that is heard of belongs on the page; each does unless this is
   * given. Where only the server can say (`unsure`), the list is read again.
   */
  place?(lab: Lab): 'here' | 'elsewhere' | 'unsure';
  /**
   * Calls back whenever the list is to be read again at once, as when other
   * labs are meant.
   *
   * @returns a function that ends it
   */
  onStale?(listener: () => void): () => void;
}

/** How long {@link followLabs} waits for what, in milliseconds. */
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
  backoffMs,
};

/** What {@link followLabs} needs. */
export interface FollowLabsOptions {
  source: LabSource;
  generation: number;
  dispatch: (action: LabsAction) => void;
  /** Ends it. */
  signal: AbortSignal;
  timing?: Partial<FollowTiming>;
}

/**
 * Reads the labs once and follows what happens to them, until the signal ends
 * it or the lab is not found.
 *
 * @remarks
 * The list is read when the stream has opened, so that nothing falls between
 * the two. A stream that breaks is resumed after its last event. The list is
 * read again only while the stream is not open, when the user may see other labs
 * than before, and when its source asks for it.
 *
 * A page that nobody sees asks for nothing and holds no connection. When it is seen
 * again, it resumes, and reads the list for what is not replayed.
 *
 * Never rejects: what goes wrong is dispatched.
 */
export async function followLabs(options: FollowLabsOptions): Promise<void> {
  const { source, generation, dispatch, signal } = options;
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
  const sight = Sight.watch(isSeen => (isSeen ? onSeen() : onUnseen()));

  const poller = new Poller(timing.pollMs);

  const readList = async () => {
    const since = Date.now();
    const ids: string[] = [];
    listed = true;
    try {
      for await (const labs of source.list()) {
        ids.push(...labs.map(lab => lab.id));
        dispatch({ type: 'page', generation, labs, since, at: Date.now() });
      }
      dispatch({ type: 'listed', generation, ids, since });
      if (isOpen) {
        poller.stop();
      }
    } catch (error) {
      dispatch({
        type: 'failed',
        generation,
        error: toError(error),
        at: Date.now(),
      });
      if (statusOf(error) === 404) {
        end();
      } else if (isOpen && !isRefusal(error)) {
        // The stream tells only of changes: what is there is still unknown.
        poller.start(timing.relistMs, readList);
      }
    }
  };
  const relist = new Throttle(readList, timing.relistMs);
  const forgetStale = source.onStale?.(readList);

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

  const take = (frame: LabStreamFrame) => {
    const at = Date.now();
    const lab = 'lab' in frame ? frame.lab : undefined;
    const place = (lab && source.place?.(lab)) ?? 'here';
    if (place === 'unsure') {
      relist.request();
    }
    if (lab && place === 'elsewhere') {
      dispatch({ type: 'left', generation, id: lab.id });
    } else if (!isLabStreamNotice(frame)) {
      const onlyKnown = place === 'unsure';
      dispatch({ type: 'event', generation, event: frame, at, onlyKnown });
    } else if (place === 'here') {
      dispatch({ type: 'notice', generation, notice: frame, at });
    }
    if (frame.type === 'access.changed') {
      // It may be that the server counts anew: the list is what to go on from.
      lastEventId = undefined;
      relist.request();
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
      dispatch({ type: 'opened', generation });
      if (lastEventId === undefined || wasAway) {
        wasAway = false;
        readList();
      }
    };
    try {
      const from = { lastEventId, signal: attempt.signal, onOpen };
      for await (const frame of source.stream(from)) {
        failures = 0;
        if (!isLabStreamNotice(frame)) {
          lastEventId = frame.seq;
        }
        take(frame);
      }
    } catch {
      // That the stream is broken is all that people need to know of it; when
      // the server refuses them, the list tells why.
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

  dispatch({ type: 'started', generation });
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
      dispatch({ type: 'broken', generation });
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
