import type { StorageApi } from '@backstage/frontend-plugin-api';
import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { CommandMemory } from './CommandMemory';
import { ConsoleSession } from './ConsoleSession';

/** Of how many labs what was printed is kept. */
const MAX_SESSIONS = 8;

const sessionsByApi = new WeakMap<LabApi, Map<string, ConsoleSession>>();

/**
 * The console of a lab, which stays for as long as the portal's page does. Those
 * that were used longest ago are forgotten, unless a command runs there.
 */
export function sessionOf(
  labId: string,
  { api, storage }: { api: LabApi; storage: StorageApi },
): ConsoleSession {
  const sessions = sessionsByApi.get(api) ?? new Map<string, ConsoleSession>();
  sessionsByApi.set(api, sessions);
  const session =
    sessions.get(labId) ??
    ConsoleSession.create({
      labId,
      api,
      memory: CommandMemory.create(storage),
    });
  // The map keeps the order: the one that is used now is the last.
  sessions.delete(labId);
  sessions.set(labId, session);
  for (const [id, { getState }] of sessions) {
    if (sessions.size <= MAX_SESSIONS) {
      break;
    }
    if (id !== labId && !getState().isRunning) {
      sessions.delete(id);
    }
  }
  return session;
}
