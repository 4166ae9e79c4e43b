import {
  type StorageApi,
  storageApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useMemo, useSyncExternalStore } from 'react';
import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { labApiRef } from '../api';
import { ConsoleSession, type ConsoleState } from '../console';
import { CommandMemory } from '../console/CommandMemory';
import { LabSessions } from '../sessions';

const consoles = new LabSessions<ConsoleSession>(
  session => session.getState().isRunning,
);

/** The console of a lab, which stays for as long as the portal's page does. */
export function sessionOf(
  labId: string,
  { api, storage }: { api: LabApi; storage: StorageApi },
): ConsoleSession {
  return consoles.of(labId, api, () =>
    ConsoleSession.create({
      labId,
      api,
      memory: CommandMemory.create(storage),
    }),
  );
}

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
