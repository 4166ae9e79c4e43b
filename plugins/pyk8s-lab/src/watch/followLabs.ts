import {
  isLabStreamNotice,
  type Lab,
  type LabStreamFrame,
  type StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { follow, type FollowTiming } from './follow';
import type { LabsAction } from './labsReducer';
import type { Connection } from './labsState';

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

/** What {@link followLabs} needs. */
export interface FollowLabsOptions {
  source: LabSource;
  generation: number;
  dispatch: (action: LabsAction) => void;
  /** Ends it. */
  signal: AbortSignal;
  timing?: Partial<FollowTiming>;
}

const CONNECTIONS = {
  connecting: 'started',
  live: 'opened',
  reconnecting: 'broken',
} as const satisfies Record<Connection, LabsAction['type']>;

/**
 * Reads the labs once and follows what happens to them, until the signal ends
 * it or the lab is not found, as {@link follow} does. Never rejects: what goes wrong is
 * dispatched.
 */
export async function followLabs(options: FollowLabsOptions): Promise<void> {
  const { source, generation, dispatch } = options;

  const read = async () => {
    const since = Date.now();
    const ids: string[] = [];
    for await (const labs of source.list()) {
      ids.push(...labs.map(lab => lab.id));
      dispatch({ type: 'page', generation, labs, since, at: Date.now() });
    }
    dispatch({ type: 'listed', generation, ids, since });
  };

  const take = (frame: LabStreamFrame) => {
    const at = Date.now();
    const lab = 'lab' in frame ? frame.lab : undefined;
    const place = (lab && source.place?.(lab)) ?? 'here';
    if (lab && place === 'elsewhere') {
      dispatch({ type: 'left', generation, id: lab.id });
    } else if (!isLabStreamNotice(frame)) {
      const onlyKnown = place === 'unsure';
      dispatch({ type: 'event', generation, event: frame, at, onlyKnown });
    } else if (place === 'here') {
      dispatch({ type: 'notice', generation, notice: frame, at });
    }
    return place === 'unsure';
  };

  await follow(
    {
      read,
      take,
      stream: from => source.stream(from),
      onStale: source.onStale?.bind(source),
      onFailed: error =>
        dispatch({ type: 'failed', generation, error, at: Date.now() }),
      onConnection: connection =>
        dispatch({ type: CONNECTIONS[connection], generation }),
    },
    options,
  );
}
