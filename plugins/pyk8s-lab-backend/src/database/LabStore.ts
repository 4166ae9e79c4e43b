import type {
  LabCondition,
  LabNode,
  LabPhase,
  LabPhaseName,
  LabSpec,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { JsonObject } from '@backstage/types';

/** A lab as the backend knows it. Instants are dates, never driver values. */
export interface LabRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerRef: string;
  readonly createdBy: string;
  readonly purpose?: string;
  readonly provider: string;
  readonly simulated: boolean;
  readonly host: string;
  readonly spec: LabSpec;
  /** What is wanted; the reconciler brings the cluster there. */
  readonly desired: 'running' | 'deleted';
  readonly status: LabStatus;
  readonly statusMessage: string;
  readonly phase?: LabPhaseName;
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
  readonly deletedAt?: Date;
  readonly endpoint?: string;
  readonly serverVersion?: string;
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
  'id' | 'createdBy' | 'createdAt' | 'provider' | 'simulated' | 'version'
>;

/**
 * A change of a lab, with the events that tell of it. A field that is set to
 * undefined is cleared.
 */
export interface LabChange {
  readonly set: Partial<LabFields> & {
    readonly kubeconfig?: EncryptedKubeconfig | undefined;
  };
  readonly events?: readonly NewLabEvent[];
}

/** Which labs to list. */
export interface LabQuery {
  /** Only labs of these owners. */
  readonly owners?: readonly string[];
  readonly statuses?: readonly LabStatus[];
  readonly provider?: string;
  /** A part of the name or of the purpose. */
  readonly text?: string;
  readonly orderBy: {
    readonly field: 'createdAt' | 'name' | 'status' | 'expiresAt';
    readonly descending: boolean;
  };
  readonly limit: number;
  readonly offset: number;
}

/** A worker's claim on labs. */
export interface Claim {
  readonly holder: string;
  readonly now: Date;
  readonly leaseUntil: Date;
}

/**
 * Where labs and their events are kept. Every change of a lab and the events
 * that tell of it are one transaction.
 */
export interface LabStore {
  /** Six letters and digits, made once, which tell this portal from others. */
  instanceId(): Promise<string>;

  /**
   * Adds a lab.
   * @throws ConflictError when its owner has a lab of that name
   */
  create(
    lab: LabRecord,
    options: { events: readonly NewLabEvent[]; idempotencyKey?: string },
  ): Promise<LabRecord>;
  findByIdempotencyKey(
    createdBy: string,
    key: string,
  ): Promise<LabRecord | undefined>;

  get(id: string): Promise<LabRecord | undefined>;
  getMany(ids: readonly string[]): Promise<LabRecord[]>;
  list(query: LabQuery): Promise<{ items: LabRecord[]; total: number }>;
  /** Every lab that is not DELETED. */
  listLive(): Promise<LabRecord[]>;
  /** The ids of the labs that wait for their turn, the next first. */
  queue(): Promise<string[]>;
  countByStatus(status: LabStatus): Promise<number>;
  kubeconfig(id: string): Promise<EncryptedKubeconfig | undefined>;

  /**
   * Changes a lab, with its row locked. The function sees the lab as it is now
   * and answers with a change, or with undefined to leave the lab as it is.
   *
   * @param options - holder: refuse when this worker's lease has gone to another
   * @returns the lab afterwards
   * @throws NotFoundError when there is no such lab
   * @throws LeaseLostError when the holder no longer holds it
   */
  change(
    id: string,
    now: Date,
    decide: (current: LabRecord) => LabChange | undefined,
    options?: { holder?: string },
  ): Promise<LabRecord>;

  /**
   * Claims labs that are due, other than those that wait for their turn.
   * @param except - labs that the holder drives at the moment
   */
  claimDue(
    claim: Claim,
    limit: number,
    except?: readonly string[],
  ): Promise<LabRecord[]>;
  /** Claims the next labs of the queue, while fewer than this many are made. */
  claimQueued(claim: Claim, concurrency: number): Promise<LabRecord[]>;
  /** Renews a lease; undefined when it has gone to another worker. */
  renewLease(claim: Claim, id: string): Promise<LabRecord | undefined>;

  /** The events of one lab, the newest first, below `before`. */
  listEvents(
    labId: string,
    page: { limit: number; before?: number },
  ): Promise<LabEventRecord[]>;
  /** Events above a seq, in order; of the labs of some owners only, if given. */
  eventsAfter(
    seq: number,
    limit: number,
    owners?: readonly string[],
  ): Promise<LabEventRecord[]>;
  lastSeq(): Promise<number>;
}
