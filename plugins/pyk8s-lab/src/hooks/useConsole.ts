import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMemo, useSyncExternalStore } from 'react';
import { labApiRef } from '../api';
import { type ConsoleSession, type ConsoleState, sessionOf } from '../console';

/**
 * The console of a lab, as it was left.
 *
 * @param labId - the lab's id
 */
export function useConsole(labId: string): {
  session: ConsoleSession;
  state: ConsoleState;
} {
  const api = useApi(labApiRef);
  const storage = useApi(storageApiRef);
  const session = useMemo(
    () => sessionOf(labId, { api, storage }),
    [labId, api, storage],
  );
  return {
    session,
    state: useSyncExternalStore(session.subscribe, session.getState),
  };
}
