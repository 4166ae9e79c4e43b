import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import {
  followLabs,
  initialLabsState,
  type LabsAction,
  type LabSource,
  labsReducer,
  type LabsState,
} from '../watch';

/** What the labs of a page are, and how to change what is known of them. */
export interface LabFeed {
  state: LabsState;
  /** Starts over, after a failure. */
  retry: () => void;
  /** Takes over the answer to a change, ahead of its event. */
  keep: (lab: Lab) => void;
}

interface Known {
  source: LabSource;
  state: LabsState;
}

/** What is known of the labs of one source says nothing about another's. */
function reduce(
  known: Known,
  { source, action }: { source: LabSource; action: LabsAction },
): Known {
  if (source === known.source) {
    return { source, state: labsReducer(known.state, action) };
  }
  return action.type === 'started'
    ? { source, state: labsReducer(initialLabsState, action) }
    : known;
}

/**
 * Follows labs for as long as the component is there.
 *
 * @param source - must stay the same object while the same labs are meant
 */
export function useLabFeed(source: LabSource): LabFeed {
  const [known, dispatch] = useReducer(reduce, {
    source,
    state: initialLabsState,
  });
  const [attempt, setAttempt] = useState(0);
  const generation = useRef(0);

  useEffect(() => {
    const controller = new AbortController();
    generation.current += 1;
    followLabs({
      source,
      generation: generation.current,
      dispatch: action => dispatch({ source, action }),
      signal: controller.signal,
    });
    return () => controller.abort();
  }, [source, attempt]);

  const retry = useCallback(() => setAttempt(count => count + 1), []);
  const keep = useCallback(
    (lab: Lab) =>
      dispatch({ source, action: { type: 'changed', lab, at: Date.now() } }),
    [source],
  );
  const state = known.source === source ? known.state : initialLabsState;
  return { state, retry, keep };
}
