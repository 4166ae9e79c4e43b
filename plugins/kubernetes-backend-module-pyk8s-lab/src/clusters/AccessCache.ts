import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { AtOnce } from './AtOnce';
import type { ClusterAccess } from './readKubeconfig';

/**
 * How long somebody's access to a lab is kept, in milliseconds: less than any token
 * lives, and not so long that a right to kubeconfigs outlives a policy by much.
 */
const KEPT_MS = 5 * 60_000;
/** How long a lab that gave none is left alone, in milliseconds. */
const FAILED_MS = 30_000;
/** How many clusters make tokens at once. */
const AT_ONCE = 8;

/** What an {@link AccessCache} works with. */
export interface AccessCacheOptions {
  /** In milliseconds. */
  readonly now?: () => number;
}

interface Entry {
  readonly access: Promise<ClusterAccess>;
  readonly viewerRef: string;
  readonly labId: string;
  /** Of which cluster it is: a lab that is made anew has another. */
  readonly cluster: string;
  until: number;
}

/**
 * Keeps what people were given to look into labs with. Each has what the API gave to
 * that person, so that nobody looks by another's right, and the record of who read a
 * kubeconfig is true. It does not ask whether somebody may still read a lab: those who
 * call it do, each time.
 */
export class AccessCache {
  readonly #entries = new Map<string, Entry>();
  readonly #fetches = new AtOnce(AT_ONCE);
  readonly #now: () => number;

  static create(options: AccessCacheOptions = {}): AccessCache {
    return new AccessCache(options);
  }

  private constructor(options: AccessCacheOptions) {
    this.#now = options.now ?? Date.now;
  }

  /**
   * Somebody's access to a lab, fetched unless it is there.
   * @throws what fetching it failed with, for a while without trying again
   */
  get(
    lab: Lab,
    viewerRef: string,
    fetchIt: () => Promise<ClusterAccess>,
  ): Promise<ClusterAccess> {
    const now = this.#now();
    const key = `${viewerRef} ${lab.id}`;
    const cluster = `${lab.attempt} ${lab.endpoint ?? ''}`;
    const known = this.#entries.get(key);
    if (known && known.until > now && known.cluster === cluster) {
      return known.access;
    }
    const access = this.#fetches.run(fetchIt);
    const entry: Entry = {
      access,
      viewerRef,
      labId: lab.id,
      cluster,
      until: now + KEPT_MS,
    };
    this.#entries.set(key, entry);
    access.catch(() => {
      entry.until = this.#now() + FAILED_MS;
    });
    return access;
  }

  /** Forgets what is old, and what somebody has of labs other than these. */
  prune(viewerRef: string, labs: readonly Lab[]): void {
    const now = this.#now();
    const ids = new Set(labs.map(({ id }) => id));
    for (const [key, entry] of this.#entries) {
      const isLost = entry.viewerRef === viewerRef && !ids.has(entry.labId);
      if (isLost || entry.until <= now) {
        this.#entries.delete(key);
      }
    }
  }
}
