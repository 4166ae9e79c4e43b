import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  SimulatedLabProvider,
  SimulatedMoment,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { LabSettings } from '../config/LabSettings';
import type { CapabilityName } from '../clusters/Cluster';
import type { ClusterStore, LabOutputs, LabStore } from '../database';
import type { LabService } from '../labs/LabService';
import type { LabReconciler } from '../lifecycle';
import { at, someSettings } from './builders';
import { openStores, type Stores } from './openStores';
import { instantProvider } from './providers';
import { createReplica, type Replica, type ReplicaOptions } from './replicas';

/** The person of the tests, who may do everything. */
export const alice = {
  userRef: 'user:default/alice',
  ownershipRefs: ['user:default/alice', 'group:default/team-a'],
  credentials: mockCredentials.user('user:default/alice'),
};

/**
 * The real store, service and reconciler, with a simulated provider and a clock
 * that the test moves.
 */
export class LabHarness {
  readonly store: LabStore;
  readonly clusterStore: ClusterStore;
  readonly outputs: LabOutputs;
  readonly provider: SimulatedLabProvider;
  readonly moments: SimulatedMoment[] = [];
  readonly instanceId: string;
  /** The titles of the notifications that were sent. */
  readonly notifications: string[] = [];
  /** The same, whole. */
  readonly sent: NotificationSendOptions[] = [];
  /** Set by a test to make notifications fail. */
  notify: (title: string) => void = title => {
    this.notifications.push(title);
  };
  /** Set by a test to make the provider wait or fail. */
  intercept: (moment: SimulatedMoment) => void | Promise<void> = () =>
    undefined;
  readonly #knex: Knex;
  readonly #stores: Stores;
  readonly #settings: LabSettings;
  #now = at(0);
  readonly #main: Replica;

  static async create(options: {
    knex: Knex;
    settings?: Partial<LabSettings>;
    /** What the provider can do; everything unless given. */
    can?: readonly CapabilityName[];
  }): Promise<LabHarness> {
    const { knex, settings, can } = options;
    const stores = await openStores(knex);
    return new LabHarness(knex, stores, someSettings(settings), can);
  }

  private constructor(
    knex: Knex,
    stores: Stores,
    settings: LabSettings,
    can: readonly CapabilityName[] | undefined,
  ) {
    this.#knex = knex;
    this.#stores = stores;
    this.#settings = settings;
    this.store = stores.store;
    this.clusterStore = stores.clusterStore;
    this.outputs = stores.outputs;
    this.instanceId = stores.instanceId;
    this.provider = instantProvider({
      can,
      intercept: async moment => {
        this.moments.push(moment);
        await this.intercept(moment);
      },
    });
    this.#main = this.replica();
  }

  /** One more backend on the same database and provider. */
  replica(options: ReplicaOptions = {}): Replica {
    return createReplica(
      {
        stores: this.#stores,
        provider: this.provider,
        settings: this.#settings,
        send: sent => {
          this.sent.push(sent);
          this.notify(sent.payload.title);
        },
        now: () => this.#now,
      },
      options,
    );
  }

  /** Stops the reconciler, and closes the database. */
  async stop(): Promise<void> {
    await this.reconciler.stop();
    await this.#knex.destroy();
  }

  get labs(): LabService {
    return this.#main.labs;
  }

  get reconciler(): LabReconciler {
    return this.#main.reconciler;
  }

  async options() {
    return this.labs.options(alice);
  }

  async request(
    request: Partial<CreateLabRequest> = {},
    idempotencyKey?: string,
  ): Promise<Lab> {
    return this.labs.create(
      { name: 'demo', ...request },
      alice,
      idempotencyKey,
    );
  }

  async delete(id: string): Promise<Lab> {
    return this.labs.delete(id, alice);
  }

  async retry(id: string): Promise<Lab> {
    return this.labs.retry(id, alice);
  }

  async importImage(id: string, archive: ClusterImageArchive) {
    return this.#main.images.import(id, { archive: archive.open() }, alice, {
      sending: new AbortController().signal,
    });
  }

  async kubeconfig(id: string, as: 'owner' | 'viewer' = 'owner') {
    return this.labs.kubeconfig(id, alice, { for: as });
  }

  async pause(id: string): Promise<Lab> {
    return this.labs.pause(id, alice);
  }

  async resume(id: string): Promise<Lab> {
    return this.labs.resume(id, alice);
  }

  async update(id: string, request: UpdateLabRequest): Promise<Lab> {
    return this.labs.update(id, request, alice);
  }

  async get(id: string): Promise<Lab> {
    return this.labs.get(id, alice);
  }

  /** The latest events, the newest first. */
  async activity(id: string, limit: number): Promise<LabEventList> {
    return this.labs.activity(id, { limit }, alice);
  }

  /** Moves the clock, without doing anything. */
  advance(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }

  /** Runs the reconciler until nothing is due. */
  async settle(): Promise<void> {
    await this.reconciler.runOnce();
    await this.reconciler.settle();
  }

  /**
   * Settles until a lab has a status. One round may leave a lab out whose row
   * another replica's write has locked in that moment.
   */
  async settleUntil(lab: Lab, status: Lab['status']): Promise<void> {
    for (let round = 0; round < 100; round++) {
      await this.settle();
      if ((await this.get(lab.id)).status === status) {
        return;
      }
    }
    throw new Error(
      `The lab is ${(await this.get(lab.id)).status}, not ${status}`,
    );
  }

  /** Makes the reconciler check full hosts again at once. */
  roomMade(): void {
    this.reconciler.roomMade();
  }

  /** Sweeps the provider's clusters, and settles. */
  async sweep(): Promise<void> {
    await this.reconciler.sweepOnce(new AbortController().signal);
    await this.settle();
  }

  /** The name of the cluster that a lab has. */
  async clusterName(lab: Lab): Promise<string> {
    const name = (await this.store.get(lab.id))?.cluster?.name;
    if (name === undefined) {
      throw new Error(`The lab ${lab.name} has no cluster`);
    }
    return name;
  }

  /** Whether a cluster is the one that a lab has. */
  async isOf(lab: Lab, ref: { name: string } | undefined): Promise<boolean> {
    const cluster = (await this.store.get(lab.id))?.cluster;
    return cluster !== undefined && cluster.name === ref?.name;
  }

  async eventTypes(lab: Lab): Promise<string[]> {
    const events = await this.store.listEvents(lab.id, { limit: 200 });
    return events.map(({ type }) => type).reverse();
  }

  /** The phases of all creates. */
  createdPhases(): string[] {
    return this.moments.flatMap(({ verb, phase }) =>
      verb === 'create' && phase ? [phase] : [],
    );
  }
}
