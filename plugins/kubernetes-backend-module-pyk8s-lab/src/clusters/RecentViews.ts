import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How long a view counts as recent, in milliseconds. */
const RECENT_MS = 10 * 60_000;

/** The labs that users viewed recently on a page of the portal. */
export class RecentViews {
  readonly #views = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(lab: Pick<Lab, 'id'>, viewerRef: string): void {
    const now = this.#now();
    for (const [key, at] of this.#views) {
      if (now - at >= RECENT_MS) {
        this.#views.delete(key);
      }
    }
    this.#views.set(`${viewerRef} ${lab.id}`, now);
  }

  has(lab: Pick<Lab, 'id'>, viewerRef: string): boolean {
    const at = this.#views.get(`${viewerRef} ${lab.id}`);
    return at !== undefined && this.#now() - at < RECENT_MS;
  }
}
