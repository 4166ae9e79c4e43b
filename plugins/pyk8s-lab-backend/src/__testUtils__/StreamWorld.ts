import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { labReadPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  createLabConditionalDecision,
  labConditions,
  labRules,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
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
import { LabAuthorizer } from '../access/LabAuthorizer';
import { ReadScopes } from '../access/ReadScopes';
import { streamEvents } from '../router/events/streamEvents';
import { aCluster, aLab, anId, at, someSettings } from './builders';
import { FrameReader } from './FrameReader';

/** SQLite takes no more rows in one statement. */
const EVENTS_AT_ONCE = 500;

/** The decision that one may read what one owns. */
export const ownLabs = (userRef: string): PolicyDecision =>
  createLabConditionalDecision(
    labReadPermission,
    labConditions.isOwner({ claims: [userRef] }),
  );

/** The decision that one may read nothing. */
export const nothing: PolicyDecision = { result: AuthorizeResult.DENY };

/** The decision that one may read everything. */
export const everything: PolicyDecision = { result: AuthorizeResult.ALLOW };

/**
 * The stream of events over HTTP, with the real store, hub and authorizer, and a
 * permission backend that the test plays.
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
  /** When the credentials end of those who come from now on. */
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
      authorizer: this.#authorizer(),
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

  /** The time of decisions goes on; nothing else does. */
  pass(seconds: number): void {
    this.#passedMs += seconds * 1000;
  }

  /** Opens a stream as somebody. */
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

  /** Adds a lab of somebody. */
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

  /** Lets something happen to a lab. */
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

  /** Lets much happen to a lab at once, in words that are as long as they may be. */
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

  #authorizer(): LabAuthorizer {
    return new LabAuthorizer({
      permissions: mockServices.permissions.mock({
        authorizeConditional: async (requests, { credentials }) => {
          const { userEntityRef } = credentials.principal as {
            userEntityRef: string;
          };
          this.asked.push(userEntityRef);
          const decision = await this.decide(userEntityRef);
          return requests.map(() => decision);
        },
      }),
      permissionsRegistry: mockServices.permissionsRegistry.mock({
        getPermissionRuleset: () => ({
          getRuleByName: name =>
            Object.values(labRules).find(rule => rule.name === name) as never,
        }),
      }),
      enabled: true,
      admins: [],
    });
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
