import type { LabRecord } from '../../database';
import { CLUSTER_TIMEOUT_MS } from '../../kubeconfig/KubeconfigVault';
import type { Clusters } from '../../clusters/Clusters';
import { KubeConnection } from './KubeConnection';
import type { KubeRole } from '../KubeRequest';

/** The shortest time that Kubernetes gives a token for is ten minutes. */
const VIEWER_MS = 30 * 60_000;
/** A cluster may have another address, when its host was started again. */
const OWNER_MS = 5 * 60_000;
/** A token is not used in this time before its expiry. */
const EARLY_MS = 2 * 60_000;
const SHORTEST_TOKEN_MS = 10 * 60_000;

/** A lab's cluster. One that was recreated is another, at another address. */
type OfCluster = Pick<LabRecord, 'id' | 'cluster'>;

interface Kept {
  readonly connection: Promise<KubeConnection>;
  readonly until: number;
}

/** The ways to the API servers of labs, each kept while it is surely good. */
export class KubeConnections {
  readonly #clusters: Clusters;
  readonly #now: () => Date;
  readonly #kept = new Map<string, Kept>();

  constructor(options: { clusters: Clusters; now: () => Date }) {
    this.#clusters = options.clusters;
    this.#now = options.now;
  }

  /**
   * The way to a lab's API server.
   * @throws Error when the cluster gives no credentials
   */
  async to(lab: LabRecord, role: KubeRole): Promise<KubeConnection> {
    const now = this.#now().getTime();
    this.#forgetOld(now);
    const key = keyOf(lab, role);
    const kept = this.#kept.get(key);
    if (kept) {
      return kept.connection;
    }
    // A lab that is extended outlives a token; a token never outlives a lab by much.
    const tokenMs = Math.min(
      VIEWER_MS,
      Math.max(SHORTEST_TOKEN_MS, lab.expiresAt.getTime() - now),
    );
    const connection = this.#open(lab, role, new Date(now + tokenMs));
    const made: Kept = {
      connection,
      until: now + (role === 'viewer' ? tokenMs - EARLY_MS : OWNER_MS),
    };
    this.#kept.set(key, made);
    connection.catch(() => {
      if (this.#kept.get(key) === made) {
        this.#kept.delete(key);
      }
    });
    return connection;
  }

  /** Forgets a connection that no longer works: the provider is asked again. */
  forget(lab: OfCluster, connection?: KubeConnection): void {
    for (const role of ['owner', 'viewer'] as const) {
      const key = keyOf(lab, role);
      const kept = this.#kept.get(key);
      void kept?.connection.then(
        known => {
          if (connection === undefined || known === connection) {
            this.#drop(key, kept);
          }
        },
        () => undefined,
      );
    }
  }

  async #open(
    lab: LabRecord,
    role: KubeRole,
    expiresAt: Date,
  ): Promise<KubeConnection> {
    const cluster = this.#clusters.of(lab);
    const options = {
      reach: 'portal',
      signal: AbortSignal.timeout(CLUSTER_TIMEOUT_MS),
    } as const;
    return new KubeConnection(
      role === 'viewer'
        ? await cluster.viewerKubeconfig({ ...options, expiresAt })
        : await cluster.kubeconfig(options),
    );
  }

  #forgetOld(now: number): void {
    for (const [key, kept] of this.#kept) {
      if (kept.until <= now) {
        this.#drop(key, kept);
      }
    }
  }

  #drop(key: string, kept: Kept): void {
    if (this.#kept.get(key) === kept) {
      this.#kept.delete(key);
    }
    kept.connection.then(
      connection => connection.release(),
      () => undefined,
    );
  }
}

function keyOf({ id, cluster }: OfCluster, role: KubeRole): string {
  return `${id} ${cluster?.id} ${role}`;
}
