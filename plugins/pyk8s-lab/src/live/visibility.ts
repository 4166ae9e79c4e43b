import type { LabsState } from './labsState';

/** Takes out a lab that the user may see no more, and remembers it. */
export function hideLab(state: LabsState, id: string, at: number): LabsState {
  const lab = state.labs.get(id)?.lab;
  return {
    ...state,
    labs: without(state.labs, id),
    hidden: new Map(state.hidden).set(id, { lab, at }),
  };
}

/** Lets a lab come back that the user may see again. */
export function reveal(state: LabsState, id: string): LabsState {
  return state.hidden.has(id)
    ? { ...state, hidden: without(state.hidden, id) }
    : state;
}

/** A map without one of its entries. */
export function without<T>(
  map: ReadonlyMap<string, T>,
  id: string,
): ReadonlyMap<string, T> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}
