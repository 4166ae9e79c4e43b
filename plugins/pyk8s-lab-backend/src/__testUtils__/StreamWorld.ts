import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import express from 'express';
import type { Knex } from 'knex';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DatabaseLabJobStore,
  DatabaseLabStore,
  type LabChange,
  type LabJobStore,
  type LabRecord,
  type LabStore,
} from '../database';
import { LabEventHub } from '../events/LabEventHub';
import { labPresenter } from '../labs/toLab';
import { ReadScopes } from '../access/ReadScopes';
import { streamEvents } from '../router/events/streamEvents';
import { aCluster, aLab, anId, at, someSettings } from './builders';
import { FrameReader } from './FrameReader';
import { authorizerOf, ownLabs } from './permissionDecisions';

/** SQLite takes no more rows in one statement. */
const EVENTS_AT_ONCE = 500;

/**
 * The stream of events over HTTP, with the real store, hub and authorizer, and a
 * simulated permission backend.
 */
export class StreamWorld {
  readonly store: LabStore;
  readonly jobs: LabJobStore;
  readonly hub: LabEventHub;
  readonly scopes: ReadScopes;
  readonly server: Server;
  /** What the permission backend answers. */
  decide: (userRef: string) => PolicyDecision | Promise<PolicyDecision> =
    ownLabs;
  /** Who the permission backend was asked about, in order. */
  readonly asked: string[] = [];
  /** When the credentials of new readers expire. */
  expiresAt: Date | undefined;
  #passedMs = 0;
  readonly #readers: FrameReader[] = [];

  readonly #knex: Knex;

  static async start(knex: Knex): Promise<StreamWorld> {
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    const store = await DatabaseLabStore.create({ database });
    const jobStore = await DatabaseLabJobStore.create({ database });
    const hub = await LabEventHub.create({
      store,
      jobStore,
      events: mockServices.events(),
      logger: mockServices.logger.mock(),
    });
    const world = new StreamWorld(knex, store, jobStore, hub);
    await once(world.server, 'listening');
    return world;
  }

  private constructor(
    knex: Knex,
    store: LabStore,
    jobs: LabJobStore,
    hub: LabEventHub,
  ) {
    this.#knex = knex;
    this.store = store;
    this.jobs = jobs;
    this.hub = hub;
    this.scopes = new ReadScopes({
      authorizer: authorizerOf(userRef => {
        this.asked.push(userRef);
        return this.decide(userRef);
      }),
      renewCaller: async caller => caller,
      now: () => Date.now() + this.#passedMs,
    });
    this.server = this.#app().listen(0, '127.0.0.1');
  }

  async stop(): Promise<void> {
    this.#readers.forEach(reader => reader.close());
    await this.hub.close();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
    await this.#knex.destroy();
  }

  /** Advances the clock of decisions only. */
  pass(seconds: number): void {
    this.#passedMs += seconds * 1000;
  }

  /** Opens a stream as a user. */
  async read(
    name: string,
    options: { lastEventId?: number; lab?: string } = {},
  ): Promise<FrameReader> {
    const query = options.lab ? `?lab=${options.lab}` : '';
    const reader = await FrameReader.open(`${this.url}${query}`, {
      'x-user': name,
      ...(options.lastEventId === undefined
        ? {}
        : { 'Last-Event-ID': String(options.lastEventId) }),
    });
    this.#readers.push(reader);
    return reader;
  }

  get url(): string {
    return `http://127.0.0.1:${
      (this.server.address() as AddressInfo).port
    }/events`;
  }

  /** Adds a lab of a user. */
  async add(
    n: number,
    owner: string,
    like: LabRecord = aLab(),
  ): Promise<LabRecord> {
    const lab = await this.store.create(
      {
        ...like,
        id: anId(n),
        cluster: aCluster(anId(n)),
        name: `lab-${n}`,
        ownerRef: `user:default/${owner}`,
      },
      { events: [{ type: 'lab.created', message: 'asked' }] },
    );
    this.hub.notify();
    return lab;
  }

  /** Changes a lab, with an event. */
  async happen(
    lab: LabRecord,
    type: string,
    set: LabChange['set'] = {},
    data?: Record<string, string>,
  ): Promise<void> {
    await this.store.change(lab.id, at(1), () => ({
      set,
      events: [{ type, message: type, data }],
    }));
    this.hub.notify();
  }

  /** Writes many events of a lab at once, with messages of the maximum length. */
  async happenOften(lab: LabRecord, times: number): Promise<void> {
    const events = Array.from({ length: times }, (_, index) => ({
      type: index === times - 1 ? 'lab.last' : 'lab.updated',
      message: 'y'.repeat(2_000),
    }));
    while (events.length > 0) {
      const part = events.splice(0, EVENTS_AT_ONCE);
      await this.store.change(lab.id, at(1), () => ({
        set: { statusMessage: 'x'.repeat(2_000) },
        events: part,
      }));
    }
    this.hub.notify();
  }

  async handOver(lab: LabRecord, owner: string): Promise<void> {
    await this.happen(
      lab,
      'lab.updated',
      { ownerRef: `user:default/${owner}` },
      { previousOwner: lab.ownerRef },
    );
  }

  #app() {
    const httpAuth = mockServices.httpAuth.mock({
      credentials: async req =>
        ({
          ...mockCredentials.user(`user:default/${req.get('x-user')}`),
          expiresAt: this.expiresAt,
        } as never),
    });
    return express().get('/events', (req, res, next) => {
      const lastEventId = req.get('Last-Event-ID');
      streamEvents(
        {
          req,
          res,
          labId: req.query.lab?.toString(),
          lastEventId: lastEventId === undefined ? undefined : +lastEventId,
        },
        {
          store: this.store,
          jobStore: this.jobs,
          hub: this.hub,
          scopes: this.scopes,
          present: labPresenter(someSettings(), { find: () => undefined }),
          httpAuth,
          userInfo: mockServices.userInfo(),
          externalServices: [],
          logger: mockServices.logger.mock(),
          heartbeatMs: 20,
        },
      ).catch(next);
    });
  }
}
