import type { ListedNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ClusterRecord, ClusterState } from './ClusterRecord';
import type { Claim } from './LabStore';

/** A host of a provider: two providers may have hosts of one name. */
export type LabHost = Pick<ClusterRecord, 'provider' | 'host'>;

/** What a look at a provider found. */
export interface Look {
  /** When it began. */
  readonly at: Date;
  /** The ids of clusters of which it found what the look before had found. */
  readonly same: readonly string[];
  /** Those of which it found something else, or whose state has changed since. */
  readonly news: readonly {
    readonly id: string;
    readonly nodes: readonly ListedNode[];
    /** Of the state, before the look: if it has changed since, nothing is written. */
    readonly version: number;
  }[];
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

  /**
   * Adds clusters that were found and that nothing is known of, as `broken`; existing
   * ones stay.
   */
  addUnknown(
    clusters: readonly {
      id: string;
      provider: string;
      host: string;
      name: string;
    }[],
    now: Date,
  ): Promise<void>;
  /**
   * Repairs what was written past the records of a provider's clusters, as by a portal
   * of an earlier version that ran on while the database was upgraded: a lab that
   * has a cluster gets its record, by the rule of those versions that the id of the
   * cluster is the lab's; a cluster whose lab is gone is `broken`, without a lab.
   * @returns the names of the clusters
   */
  repair(
    provider: string,
    nameOf: (id: string) => string,
    now: Date,
  ): Promise<string[]>;
  /**
   * Records what a look found. Labs for which there is news, and clusters without
   * one, are looked at next.
   */
  observe(look: Look): Promise<void>;

  /**
   * Takes the lease of a cluster, without which nothing may change it.
   * @returns false when another has it, or there is no such cluster
   */
  claim(claim: Claim, id: string): Promise<boolean>;
  /** Renews a lease; false when it has gone to another. */
  renew(claim: Omit<Claim, 'now'>, id: string): Promise<boolean>;
  release(holder: string, id: string): Promise<void>;

  /**
   * Clusters without a lab that are due and have no worker, the most urgent
   * first.
   * @param except - leaves out these clusters, and all of these hosts
   */
  dueWithoutLab(
    now: Date,
    limit: number,
    except?: {
      readonly ids: readonly string[];
      readonly hosts: readonly LabHost[];
    },
  ): Promise<ClusterRecord[]>;
  /**
   * Changes a cluster without a lab, while its holder has its lease.
   * @param version - of the state that the change is about
   * @returns false when it now has a lab or another state, or the lease has gone
   */
  changeWithoutLab(
    id: string,
    holder: string,
    version: number,
    change: {
      /** Where it becomes another. */
      state?: { is: ClusterState; since: Date };
      failures: number;
      nextAttemptAt?: Date;
    },
  ): Promise<boolean>;

  /** Removes clusters that were gone before an instant; returns how many. */
  purge(before: Date, limit: number): Promise<number>;
}
