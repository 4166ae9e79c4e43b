import type { ListedNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * How far a cluster is: `provisioning → ready ⇄ stopped → removing → gone`, and
 * `broken` for one of which something is left that is of no use.
 */
export type ClusterState =
  | 'provisioning'
  | 'ready'
  | 'stopped'
  | 'removing'
  | 'gone'
  | 'broken';

/** What a look at the provider found of a cluster. */
export interface Observation {
  /**
   * The version of the state that it was about: of any other, it says nothing. No
   * clock tells that, since those of replicas differ.
   */
  readonly version: number;
  /** None: the provider has nothing of it. */
  readonly nodes: readonly ListedNode[];
}

/** The cluster of a lab, as a lab knows it. */
export interface LabCluster {
  readonly id: string;
  readonly host: string;
  /** As its provider knows it; holds nothing that a user typed. */
  readonly name: string;
  readonly state: ClusterState;
  /** Since when it has this state. */
  readonly since: Date;
  /** Grows with each change of the state. */
  readonly version: number;
  readonly observed?: Observation;
}

/** What a provider keeps for this portal: the cluster of a lab, or one without. */
export interface ClusterRecord extends LabCluster {
  /** Undefined: a spare, or one that is left to be removed. */
  readonly labId?: string;
  readonly provider: string;
  /** Hash of what decides how it is made; undefined: not known. */
  readonly template?: string;
  /** Removals that failed in a row. */
  readonly failures: number;
  /** When one without a lab is checked next; undefined: never. */
  readonly nextAttemptAt?: Date;
  readonly createdAt: Date;
}

/** A cluster that is about to be created. */
export type NewCluster = Pick<
  ClusterRecord,
  'id' | 'name' | 'host' | 'provider' | 'template'
>;

/** What changes about the cluster of a lab, together with the lab. */
export type ClusterChange =
  /** It gets this one, or a spare of the same template; an earlier one is let go. */
  | { readonly add: NewCluster }
  | { readonly state: ClusterState }
  /** Nothing is left of it, and the lab has none from now on. */
  | 'gone';
