import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { AtOnce } from './AtOnce';
import { LabFailures } from './LabFailures';
import type { ClusterAccess } from './readKubeconfig';
import { isError } from '@backstage/errors';

/** Statuses that say something of whoever asks, and nothing of the lab. */
const OF_A_PERSON: unknown[] = [401, 403, 404];

/** Whether the API says that somebody may not, which is an answer and no trouble. */
export function isRefusal(error: unknown): boolean {
  return isError(error) && error.statusCode === 403;
}

/** Whether the API could give it to another: a lab is not there for whoever may not read it. */
export function isOfPerson(error: unknown): boolean {
  return isError(error) && OF_A_PERSON.includes(error.statusCode);
}

const MINUTE_MS = 60_000;
/**
 * How long somebody's access to a lab is kept, in milliseconds. Each time that it is
 * fetched is recorded as a read of the kubeconfig, while a page asks every ten seconds;
 * and a right to kubeconfigs that was taken away must not last.
 */
const KEPT_MS = 30 * MINUTE_MS;
/** The shortest time that a token lives, which is 10 minutes, with some to spare. */
const SHORTEST_TOKEN_MS = 9 * MINUTE_MS;
/** How long any other failure is kept for the one who asked, in milliseconds. */
const FAILED_MS = MINUTE_MS / 2;
/** How long a refusal is kept, in milliseconds: each is recorded when it is asked for. */
const REFUSED_MS = 5 * MINUTE_MS;
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
  readonly since: number;
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
   * Somebody's access to a lab, fetched unless it is there.
   * @throws what fetching it failed with, for a while without trying again: where that
   *   is about the one who asked, for that one; and otherwise for everybody
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
      // It may have failed for another while this one waited for its turn.
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
      if (!isOfPerson(error)) {
        this.#failures.failed(lab, since, error);
      }
      throw error;
    }
  }

  /** Keeps what does not work no longer than a minute, as after a move of a cluster. */
  distrust(lab: Lab, viewerRef: string): void {
    const entry = this.#entries.get(keyOf(lab, viewerRef));
    if (entry) {
      entry.until = Math.min(entry.until, entry.since + MINUTE_MS);
    }
  }

  /** Forgets what is old, and what somebody has of labs other than these. */
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

/** A viewer's token ends with the lab's time, as it was when it was made. */
function tokenLife({ expiresAt }: Lab, now: number): number {
  const left = expiresAt ? Date.parse(expiresAt) - now - MINUTE_MS : 0;
  return Math.max(SHORTEST_TOKEN_MS, left);
}
