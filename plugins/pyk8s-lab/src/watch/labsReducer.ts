import type {
  Lab,
  LabStreamEvent,
  LabStreamNotice,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isRefusal } from '../api';
import type { LabsState } from './labsState';
import { adjustClockOffset } from './serverClock';
/** The most events that a page remembers; older ones are read from the API. */
export const MAX_EVENTS = 500;

/** What can happen to {@link LabsState}. */
export type LabsAction =
  | { type: 'started'; generation: number }
  | { type: 'opened'; generation: number }
  | { type: 'broken'; generation: number }
  | { type: 'failed'; generation: number; error: Error; at: number }
  | {
      type: 'page';
      generation: number;
      labs: Lab[];
      /** When the list was asked for, by the local clock. */
      since: number;
      at: number;
    }
  | { type: 'listed'; generation: number; ids: string[]; since: number }
  | {
      type: 'event';
      generation: number;
      event: LabStreamEvent;
      at: number;
      /** True where a lab that is not on the page does not come onto it. */
      onlyKnown?: boolean;
    }
  | { type: 'notice'; generation: number; notice: LabStreamNotice; at: number }
  /** A lab no longer belongs on the page, though the user may still see it. */
  | { type: 'left'; generation: number; id: string }
  | { type: 'changed'; lab: Lab; at: number };

/** What a page knows after an action. Pure. */
export function labsReducer(state: LabsState, action: LabsAction): LabsState {
  if ('generation' in action && action.generation < state.generation) {
    return state;
  }
  switch (action.type) {
    case 'started':
      return {
        ...state,
        generation: action.generation,
        load: state.load === 'ready' ? 'ready' : 'loading',
        error: undefined,
        connection: 'connecting',
      };
    case 'opened':
      return { ...state, connection: 'live' };
    case 'broken':
      return { ...state, connection: 'reconnecting' };
    case 'failed':
      return fail(state, action.error, action.at);
    case 'page':
      return action.labs
        .filter(({ id }) => (state.hidden.get(id)?.at ?? -1) < action.since)
        .reduce(
          (result, lab) => keepLab(reveal(result, lab.id), lab, action.at),
          state,
        );
    case 'listed':
      return finishList(state, new Set(action.ids), action.since);
    case 'event':
      if (action.onlyKnown && !state.labs.has(action.event.labId)) {
        return state;
      }
      // That it comes says that the user may see the lab.
      return addEvent(
        isDeletion(action.event)
          ? dropLab(state, action.event.lab)
          : keepLab(
              reveal(state, action.event.labId),
              action.event.lab,
              action.at,
            ),
        action.event,
      );
    case 'notice':
      return takeNotice(state, action.notice, action.at);
    case 'left':
      return state.labs.has(action.id)
        ? { ...state, labs: without(state.labs, action.id) }
        : state;
    case 'changed':
      // The answer to a hand-over may come after the lab is hidden by it.
      return state.hidden.has(action.lab.id)
        ? state
        : keepLab(state, action.lab, action.at);
    default:
      return state;
  }
}

function isDeletion(event: LabStreamEvent): boolean {
  return event.type === 'lab.deleted' || event.lab.status === 'DELETED';
}

function fail(state: LabsState, error: Error, at: number): LabsState {
  if (isRefusal(error)) {
    const hidden = [...state.labs.keys()].reduce(
      (result, id) => hideLab(result, id, at),
      state,
    );
    return { ...hidden, load: 'failed', error };
  }
  // Labs that are on the page stay there: they are better than an error.
  return state.load === 'ready' ? state : { ...state, load: 'failed', error };
}

function takeNotice(
  state: LabsState,
  notice: LabStreamNotice,
  at: number,
): LabsState {
  switch (notice.type) {
    case 'lab.queue':
      return keepLab(reveal(state, notice.lab.id), notice.lab, at);
    case 'lab.hidden':
      return hideLab(state, notice.labId, at);
    case 'access.changed':
      return { ...state, accessChanges: state.accessChanges + 1 };
    default:
      return state;
  }
}

function keepLab(state: LabsState, lab: Lab, at: number): LabsState {
  if (state.gone.has(lab.id)) {
    return state;
  }
  if (lab.status === 'DELETED') {
    return dropLab(state, lab);
  }
  const known = state.labs.get(lab.id);
  if (known && known.lab.version > lab.version) {
    return state;
  }
  const labs = new Map(state.labs).set(lab.id, { lab, seenAt: at });
  const clockOffsetMs = adjustClockOffset(state.clockOffsetMs, lab, at);
  return { ...state, labs, clockOffsetMs };
}

function dropLab(state: LabsState, lab: Lab): LabsState {
  return {
    ...state,
    labs: without(state.labs, lab.id),
    gone: new Map(state.gone).set(lab.id, lab),
  };
}

// A lab that a complete list does not have has gone while nobody listened,
// unless it was heard of after the list was asked for.
function finishList(
  state: LabsState,
  listed: Set<string>,
  since: number,
): LabsState {
  const labs = new Map(state.labs);
  for (const [id, entry] of state.labs) {
    if (!listed.has(id) && entry.seenAt < since) {
      labs.delete(id);
    }
  }
  return { ...state, labs, load: 'ready', error: undefined };
}

function addEvent(state: LabsState, streamed: LabStreamEvent): LabsState {
  const { lab: _lab, ...event } = streamed;
  if (state.events.some(({ seq }) => seq === event.seq)) {
    return state;
  }
  const events = [event, ...state.events]
    .sort((one, other) => other.seq - one.seq)
    .slice(0, MAX_EVENTS);
  return { ...state, events };
}

/** Takes out a lab that the user may no longer see, and remembers it. */
function hideLab(state: LabsState, id: string, at: number): LabsState {
  const lab = state.labs.get(id)?.lab;
  return {
    ...state,
    labs: without(state.labs, id),
    hidden: new Map(state.hidden).set(id, { lab, at }),
  };
}

/** Lets a lab come back that the user may see again. */
function reveal(state: LabsState, id: string): LabsState {
  return state.hidden.has(id)
    ? { ...state, hidden: without(state.hidden, id) }
    : state;
}

/** A map without one of its entries. */
function without<T>(
  map: ReadonlyMap<string, T>,
  id: string,
): ReadonlyMap<string, T> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}
