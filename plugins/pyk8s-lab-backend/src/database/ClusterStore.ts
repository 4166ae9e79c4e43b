import type { ListedNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ClusterRecord, ClusterState } from './ClusterRecord';
import type { Claim } from './LabStore';

/** What a look at a provider found. */
export interface Look {
  /** When it began. */
  readonly at: Date;
  /** The ids of all clusters that it is about. */
  readonly seen: readonly string[];
  /** Those of which it found something else than the look before. */
  readonly changed: readonly {
    readonly id: string;
    readonly nodes: readonly ListedNode[];
  }[];
  /**
   * The ids of those for which there may be something to do: their lab, or they
   * themselves where they have none, are looked at next.
   */
  readonly due: readonly string[];
  readonly now: Date;
}

/**
 * Where clusters are kept. What changes about a lab and its cluster together is a
 * change of the lab, in the LabStore.
 */
export interface ClusterStore {
  /** All of a provider, those that are gone included. */
  listOf(provider: string): Promise<ClusterRecord[]>;
  get(id: string): Promise<ClusterRecord | undefined>;

  /** Adds clusters that were found and that nothing is known of; existing ones stay. */
  addUnknown(
    clusters: readonly {
      id: string;
      provider: string;
      host: string;
      name: string;
    }[],
    now: Date,
  ): Promise<void>;
  /** Records what a look found. */
  observe(look: Look): Promise<void>;

  /**
   * Takes the lease of a cluster, without which nothing may change it.
   * @returns false when another has it, or the cluster is gone
   */
  claim(claim: Claim, id: string): Promise<boolean>;
  /** Renews a lease; false when it has gone to another. */
  renew(claim: Omit<Claim, 'now'>, id: string): Promise<boolean>;
  release(holder: string, id: string): Promise<void>;

  /** Clusters without a lab that are due, the most urgent first. */
  dueWithoutLab(now: Date, limit: number): Promise<ClusterRecord[]>;
  /**
   * Changes a cluster without a lab, while its holder has its lease.
   * @returns false when it has a lab by now, or the lease has gone
   */
  changeWithoutLab(
    id: string,
    holder: string,
    change: {
      state: ClusterState;
      since: Date;
      failures: number;
      nextAttemptAt?: Date;
    },
  ): Promise<boolean>;

  /** Removes clusters that were gone before an instant; returns how many. */
  purge(before: Date, limit: number): Promise<number>;
}
