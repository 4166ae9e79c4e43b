import { NotFoundError } from '@backstage/errors';
import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type {
  EncryptedKubeconfig,
  LabChange,
  LabEventRecord,
  LabRecord,
  NewLabEvent,
} from './LabRecord';

/** Some events of a lab: the newest first, or those after one, the oldest first. */
export type EventPage = (
  | { readonly before?: number }
  | { readonly after: number }
) & { readonly limit: number; readonly types?: EventTypes };

/** Either these types of events, or all others. */
export interface EventTypes {
  readonly of: readonly string[];
  readonly excluded: boolean;
}

/** Which labs to list. */
export interface LabQuery {
  /** Only labs that the caller may read. */
  readonly readable?: LabFilter;
  /** Only labs of these owners. */
  readonly owners?: readonly string[];
  readonly statuses?: readonly LabStatus[];
  readonly provider?: string;
  /** Only labs that are for these components. */
  readonly components?: readonly string[];
  /** A part of the name or of the purpose. */
  readonly text?: string;
  readonly orderBy: {
    readonly field: 'createdAt' | 'name' | 'status' | 'expiresAt';
    readonly descending: boolean;
  };
  readonly limit: number;
  readonly offset: number;
}

/** A lab as the queue sees it. */
export type QueuedLab = Pick<
  LabRecord,
  | 'id'
  | 'ownerRef'
  | 'provider'
  | 'host'
  | 'spec'
  | 'createdAt'
  | 'nextAttemptAt'
  | 'expiresAt'
>;

/** Under what a lab of the queue is claimed. */
export interface QueueLimits {
  readonly concurrency: number;
  readonly beside: readonly string[];
}

/** The queue, and what its order depends on. */
export interface QueueState {
  readonly waiting: readonly QueuedLab[];
  /** The labs that are provisioning. */
  readonly making: readonly QueuedLab[];
  /** How many labs that have had their turn the owners of those that wait have. */
  readonly held: ReadonlyMap<string, number>;
}

/** The labs that a user requested recently. */
export interface CreateUse {
  readonly count: number;
  readonly oldest?: Date;
}

/** A worker's claim on labs. */
export interface Claim {
  readonly holder: string;
  readonly now: Date;
  readonly leaseUntil: Date;
}

/**
 * Counts the labs that use a quota: all but those that are DELETED, and those in
 * ERROR or DELETING of which the provider has nothing.
 */
export interface LabCounts {
  /** Labs of everybody: either simulated ones or real ones. */
  total(simulated: boolean): Promise<number>;
  /**
   * An owner's labs that count: how many, and the names of the eldest.
   * @param options - simulated: either simulated ones or real ones; readable: name
   *   only these; limit: the most names
   */
  ofOwner(
    ownerRef: string,
    options: { simulated: boolean; readable?: LabFilter; limit: number },
  ): Promise<{ total: number; names: string[] }>;
  createsSince(createdBy: string, since: Date): Promise<CreateUse>;
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
   * @param options - admit: called before, while no other lab can be added
   *   anywhere; what it throws keeps the lab out
   * @throws ConflictError when its owner has a lab of that name
   */
  create(
    lab: LabRecord,
    options: {
      events: readonly NewLabEvent[];
      idempotencyKey?: string;
      admit?: (counts: LabCounts) => Promise<void>;
    },
  ): Promise<LabRecord>;
  /** What there is, for quotas and rates. */
  readonly counts: LabCounts;
  findByIdempotencyKey(
    createdBy: string,
    key: string,
  ): Promise<LabRecord | undefined>;

  get(id: string): Promise<LabRecord | undefined>;
  getMany(ids: readonly string[]): Promise<LabRecord[]>;
  list(query: LabQuery): Promise<{ items: LabRecord[]; total: number }>;
  /** The running labs of a provider with nodes that have joined lately. */
  listJoining(provider: string): Promise<LabRecord[]>;
  /** What waits for its turn, and what its order depends on. */
  queueState(): Promise<QueueState>;
  /** The ids of the labs that wait for their turn, the next first. */
  queue(): Promise<string[]>;
  /** How many labs there are of each status that any lab has. */
  countByStatus(): Promise<Partial<Record<LabStatus, number>>>;
  kubeconfig(id: string): Promise<EncryptedKubeconfig | undefined>;

  /**
   * Changes a lab, with its row locked. The function sees the lab as it is now
   * and answers with a change, or with undefined to leave the lab as it is. Its
   * version grows when that changes something that readers see.
   *
   * @param options - holder: refuse when this worker's lease has gone to another;
   *   admit: called with the lab as it was before a change is written, while no lab
   *   can be added, handed over or recreated anywhere; what it throws leaves the lab
   *   as it is
   * @returns the lab afterwards
   * @throws NotFoundError when there is no such lab
   * @throws LeaseLostError when the holder no longer holds it
   */
  change(
    id: string,
    now: Date,
    decide: (current: LabRecord) => LabChange | undefined,
    options?: {
      holder?: string;
      admit?: (counts: LabCounts, current: LabRecord) => Promise<void>;
    },
  ): Promise<LabRecord>;

  /**
   * Labs with a kubeconfig that is not encrypted with this key, in the order of
   * their ids, after `after`.
   */
  kubeconfigsNotOf(
    keyId: string,
    page: { limit: number; after?: string },
  ): Promise<{ id: string; kubeconfig: EncryptedKubeconfig }[]>;
  /** Puts one ciphertext in the place of another; false when that is gone. */
  replaceKubeconfig(
    id: string,
    previous: EncryptedKubeconfig,
    next: EncryptedKubeconfig,
  ): Promise<boolean>;

  /** Removes labs that were DELETED before an instant; returns how many. */
  purgeLabs(before: Date, limit: number): Promise<number>;
  /** Removes events from before an instant; returns how many. */
  purgeEvents(before: Date, limit: number): Promise<number>;

  /**
   * Claims labs that are due, other than those that wait for their turn.
   * @param except - labs that the holder is working on
   */
  claimDue(
    claim: Claim,
    limit: number,
    except?: readonly string[],
  ): Promise<LabRecord[]>;
  /**
   * Claims a lab of the queue.
   * @param limits - concurrency: fewer than this many are provisioning; beside: and
   *   these are all that are, since the room was found beside them
   * @param begin - the change that it begins with
   * @returns undefined when another replica was faster, or there is no room
   */
  claimQueued(
    claim: Claim,
    id: string,
    limits: QueueLimits,
    begin: (lab: LabRecord) => LabChange,
  ): Promise<LabRecord | undefined>;
  /** Renews a lease; undefined when it has gone to another worker. */
  renewLease(claim: Claim, id: string): Promise<LabRecord | undefined>;

  /** The events of one lab. */
  listEvents(labId: string, page: EventPage): Promise<LabEventRecord[]>;
  /** Events above a seq, in order; only of labs that a filter means, if given. */
  eventsAfter(
    seq: number,
    limit: number,
    readable?: LabFilter,
  ): Promise<LabEventRecord[]>;
  /** The newest events above a seq by which a lab got another owner. */
  handOversAfter(seq: number, limit: number): Promise<LabEventRecord[]>;
  lastSeq(): Promise<number>;
}

/** @throws NotFoundError */
export async function findLab(
  id: string,
  store: Pick<LabStore, 'get'>,
): Promise<LabRecord> {
  const lab = await store.get(id);
  if (!lab) {
    throw new NotFoundError(`There is no lab with the id ${id}.`);
  }
  return lab;
}
