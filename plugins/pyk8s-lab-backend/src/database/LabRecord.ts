import type {
  LabCondition,
  LabNode,
  LabPhase,
  LabSpec,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { JsonObject } from '@backstage/types';
import type { ClusterChange, LabCluster } from './ClusterRecord';

/** The state of a node that has joined and was not given the lab's images yet. */
export const JOINING = 'joining';

/** A lab as the backend knows it. Instants are dates, never driver values. */
export interface LabRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerRef: string;
  readonly createdBy: string;
  readonly purpose?: string;
  /** The component of the catalog that it is for. */
  readonly componentRef?: string;
  readonly provider: string;
  readonly simulated: boolean;
  readonly host: string;
  readonly spec: LabSpec;
  /** Its cluster; none before it is first provisioned, and once it is deleted. */
  readonly cluster?: LabCluster;
  /** What is wanted; the reconciler brings the cluster there. */
  readonly desired: 'running' | 'paused' | 'deleted';
  readonly status: LabStatus;
  readonly statusMessage: string;
  readonly phase?: string;
  readonly phaseStartedAt?: Date;
  readonly phases: readonly LabPhase[];
  readonly progress: number;
  readonly conditions: Readonly<Record<string, LabCondition>>;
  readonly nodes: readonly LabNode[];
  readonly attempt: number;
  /** Steps that failed in a row. */
  readonly failures: number;
  /** When the reconciler looks next; undefined: never. */
  readonly nextAttemptAt?: Date;
  readonly leaseHolder?: string;
  readonly leaseUntil?: Date;
  readonly ttlSeconds: number;
  readonly createdAt: Date;
  readonly runningAt?: Date;
  readonly expiresAt: Date;
  /** The warning before its end that was given last, by its seconds. */
  readonly warnedSeconds?: number;
  /** While PAUSED, since when. */
  readonly pausedAt?: Date;
  /** While PAUSED with its time stopped, what is left of it. */
  readonly pausedSecondsLeft?: number;
  /** When the cluster was last used. */
  readonly lastActiveAt?: Date;
  /** The cluster's own count of people's requests at the last check. */
  readonly activityCount?: number;
  readonly activityCheckedAt?: Date;
  readonly deletedAt?: Date;
  readonly endpoint?: string;
  readonly serverVersion?: string;
  /** Grows with every requested change. */
  readonly generation: number;
  /** The generation up to which the reconciler has done what was asked for. */
  readonly observedGeneration: number;
  readonly version: number;
}

/** A kubeconfig as it is stored. */
export interface EncryptedKubeconfig {
  readonly ciphertext: string;
  readonly keyId: string;
}

/** Something that happened, before it has its place in the log. */
export interface NewLabEvent {
  readonly type: string;
  readonly message: string;
  /** The user who did it; undefined when the portal did. */
  readonly actorRef?: string;
  readonly data?: JsonObject;
}

/** An event in the log. */
export interface LabEventRecord extends NewLabEvent {
  readonly seq: number;
  readonly labId: string;
  readonly at: Date;
}

/** The fields of a lab that may change. */
export type LabFields = Omit<
  LabRecord,
  | 'id'
  | 'createdBy'
  | 'createdAt'
  | 'provider'
  | 'simulated'
  | 'version'
  | 'cluster'
>;

/**
 * A change of a lab, with the events that tell of it. A field that is set to
 * undefined is cleared.
 */
export interface LabChange {
  readonly set: Partial<LabFields> & {
    readonly kubeconfig?: EncryptedKubeconfig | undefined;
  };
  /** What changes about its cluster at the same time. */
  readonly cluster?: ClusterChange;
  readonly events?: readonly NewLabEvent[];
}
