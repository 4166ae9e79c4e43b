import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How long a look is recent, in milliseconds. */
const RECENT_MS = 10 * 60_000;

/** Which labs people have looked into lately, by a page of the portal. */
export class RecentLooks {
  readonly #looks = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(lab: Pick<Lab, 'id'>, viewerRef: string): void {
    const now = this.#now();
    for (const [key, at] of this.#looks) {
      if (now - at >= RECENT_MS) {
        this.#looks.delete(key);
      }
    }
    this.#looks.set(`${viewerRef} ${lab.id}`, now);
  }

  has(lab: Pick<Lab, 'id'>, viewerRef: string): boolean {
    const at = this.#looks.get(`${viewerRef} ${lab.id}`);
    return at !== undefined && this.#now() - at < RECENT_MS;
  }
}
