import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** Of how many labs something is kept. */
const MAX_SESSIONS = 8;

/**
 * What goes on in labs and stays for as long as the portal's page does, whichever
 * part of it is looked at. What was used longest ago is forgotten, unless it is
 * busy.
 */
export class LabSessions<S> {
  readonly #isBusy: (session: S) => boolean;
  readonly #byApi = new WeakMap<LabApi, Map<string, S>>();

  constructor(isBusy: (session: S) => boolean) {
    this.#isBusy = isBusy;
  }

  /**
   * The session of a lab.
   *
   * @param open - makes it, where there is none yet
   */
  of(labId: string, api: LabApi, open: () => S): S {
    const sessions = this.#byApi.get(api) ?? new Map<string, S>();
    this.#byApi.set(api, sessions);
    const session = sessions.get(labId) ?? open();
    // The map keeps the order: the one that is used now is the last.
    sessions.delete(labId);
    sessions.set(labId, session);
    for (const [id, other] of sessions) {
      if (sessions.size <= MAX_SESSIONS) {
        break;
      }
      if (id !== labId && !this.#isBusy(other)) {
        sessions.delete(id);
      }
    }
    return session;
  }
}
