import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ConcurrencyLimit } from './ConcurrencyLimit';
import { LabFailures } from './LabFailures';
import type { ClusterAccess } from './readKubeconfig';
import { isError } from '@backstage/errors';

/** HTTP statuses that depend on the user, not on the lab. */
const USER_STATUSES: unknown[] = [401, 403, 404];

/** Whether the API denied access, which is a valid answer and not a failure. */
export function isRefusal(error: unknown): boolean {
  return isError(error) && error.statusCode === 403;
}

/**
 * Whether the API may answer other users differently: a lab is not found for those who
 * may not read it.
 */
function dependsOnUser(error: unknown): boolean {
  return isError(error) && USER_STATUSES.includes(error.statusCode);
}

const MINUTE_MS = 60_000;
/**
 * How long a user's access to a lab is cached, in milliseconds. Each fetch is audited
 * as a read of the kubeconfig, and a page polls every ten seconds; but a revoked
 * permission must take effect soon.
 */
const KEPT_MS = 30 * MINUTE_MS;
/** The shortest lifetime of a token, 10 minutes, minus a margin. */
const SHORTEST_TOKEN_MS = 9 * MINUTE_MS;
/** How long other failures are cached for the user who asked, in milliseconds. */
const FAILED_MS = MINUTE_MS / 2;
/** How long a denial is cached, in milliseconds, because each one is audited. */
const REFUSED_MS = 5 * MINUTE_MS;
/** How many clusters issue tokens concurrently. */
const CONCURRENCY = 8;

/** The dependencies of an {@link AccessCache}. */
export interface AccessCacheOptions {
  /** In milliseconds. */
  readonly now?: () => number;
}

interface Entry {
  readonly access: Promise<ClusterAccess>;
  readonly viewerRef: string;
  readonly labId: string;
  /** The cluster of the access: a recreated lab has another. */
  readonly cluster: string;
  readonly since: number;
  until: number;
}

/**
 * Caches users' access to labs. Each user has the access that the API granted to that
 * user, so that nobody uses another's permission, and the audit log of kubeconfig reads
 * is correct. It does not check whether a user may still read a lab: its callers do,
 * each time.
 */
export class AccessCache {
  readonly #entries = new Map<string, Entry>();
  readonly #fetches = new ConcurrencyLimit(CONCURRENCY);
  readonly #failures: LabFailures;
  readonly #now: () => number;

  static create(options: AccessCacheOptions = {}): AccessCache {
    return new AccessCache(options);
  }

  private constructor(options: AccessCacheOptions) {
    this.#now = options.now ?? Date.now;
    this.#failures = new LabFailures(this.#now);
  }

  /**
   * A user's access to a lab, from the cache or fetched.
   * @throws the error of the last fetch, for a while without a new fetch: for that user
   *   where it depends on the user, otherwise for everybody
   */
  async get(
    lab: Lab,
    viewerRef: string,
    fetchIt: () => Promise<ClusterAccess>,
  ): Promise<ClusterAccess> {
    const now = this.#now();
    const cluster = `${lab.attempt} ${lab.endpoint ?? ''}`;
    const known = this.#entries.get(keyOf(lab, viewerRef));
    if (known && known.until > now && known.cluster === cluster) {
      return known.access;
    }
    this.#failures.assertMayTry(lab);
    const access = this.#fetches.run(async () => {
      // Another user's fetch may have failed while this one waited.
      this.#failures.assertMayTry(lab);
      return this.#fetch(lab, fetchIt);
    });
    const entry: Entry = {
      access,
      viewerRef,
      labId: lab.id,
      cluster,
      since: now,
      until: now + Math.min(KEPT_MS, tokenLife(lab, now)),
    };
    this.#entries.set(keyOf(lab, viewerRef), entry);
    access.catch(error => {
      entry.until = this.#now() + (isRefusal(error) ? REFUSED_MS : FAILED_MS);
    });
    return access;
  }

  async #fetch(
    lab: Lab,
    fetchIt: () => Promise<ClusterAccess>,
  ): Promise<ClusterAccess> {
    const since = this.#now();
    try {
      const access = await fetchIt();
      this.#failures.worked(lab);
      return access;
    } catch (error) {
      if (!dependsOnUser(error)) {
        this.#failures.failed(lab, since, error);
      }
      throw error;
    }
  }

  /** Limits failures to a minute, for example after a cluster has moved. */
  distrust(lab: Lab, viewerRef: string): void {
    const entry = this.#entries.get(keyOf(lab, viewerRef));
    if (entry) {
      entry.until = Math.min(entry.until, entry.since + MINUTE_MS);
    }
  }

  /** Removes expired entries, and a user's access to labs other than these. */
  prune(viewerRef: string, labs: readonly Lab[]): void {
    this.#failures.prune();
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

function keyOf(lab: Lab, viewerRef: string): string {
  return `${viewerRef} ${lab.id}`;
}

/** A viewer's token expires with the lab, as of when it was issued. */
function tokenLife({ expiresAt }: Lab, now: number): number {
  const left = expiresAt ? Date.parse(expiresAt) - now - MINUTE_MS : 0;
  return Math.max(SHORTEST_TOKEN_MS, left);
}
