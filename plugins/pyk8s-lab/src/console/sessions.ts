import type { StorageApi } from '@backstage/frontend-plugin-api';
import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { LabSessions } from '../sessions';
import { CommandMemory } from './CommandMemory';
import { ConsoleSession } from './ConsoleSession';

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
