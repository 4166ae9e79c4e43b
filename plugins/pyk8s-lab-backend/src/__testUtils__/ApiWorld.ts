import {
  createBackendModule,
  createServiceFactory,
  type BackendFeature,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type {
  CatalogService,
  CatalogServiceRequestOptions,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  SimulatedLabProvider,
  SimulatedMoment,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import {
  isLabStreamNotice,
  LabClient,
  type Lab,
  type LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import request, { type Test } from 'supertest';
import type { LabRecord } from '../database';
import plugin from '../index';
import { LabUpgrades, labUpgradesServiceRef } from '../kube/proxy/LabUpgrades';
import { createClusterOf } from './clustersOf';
import { httpAuthOfTests } from './httpAuth';
import { header, known, userInfoOfTests } from './people';
import { LabRows } from './LabRows';
import { instantProvider, override, type ProviderOverrides } from './providers';
import type { CapabilityName } from '../clusters/Cluster';

/** The plugin in a real backend with a simulated provider, asked over HTTP. */
export class ApiWorld implements ProviderOverrides {
  intercept: (moment: SimulatedMoment) => void | Promise<void> = () =>
    undefined;
  exec: ProviderOverrides['exec'];
  apply: ProviderOverrides['apply'];
  logs: ProviderOverrides['logs'];
  /** Overrides what the catalog answers. */
  catalog: CatalogService['getEntitiesByRefs'] = (...question) =>
    known.getEntitiesByRefs(...question);
  /** Every line that was logged. */
  readonly logged: string[] = [];
  readonly #knex: Knex;
  #provider: SimulatedLabProvider | undefined;
  #backend: Awaited<ReturnType<typeof startTestBackend>> | undefined;

  /**
   * @param config - what differs in `pyk8sLab`
   * @param more - more of the backend, and of its config
   */
  static async start(
    knex: Knex,
    config: object = {},
    more: {
      features?: BackendFeature[];
      root?: object;
      /** What the provider can do; everything unless given. */
      can?: readonly CapabilityName[];
    } = {},
  ): Promise<ApiWorld> {
    const world = new ApiWorld(
      knex,
      await mkdtemp(join(tmpdir(), 'api-world-')),
    );
    const provider = instantProvider({
      can: more.can,
      intercept: async moment => world.intercept(moment),
    });
    override(provider, world);
    world.#provider = provider;
    const logger: LoggerService = mockServices.logger.mock({
      child: () => logger,
      debug: message => world.logged.push(message),
      info: message => world.logged.push(message),
      warn: message => world.logged.push(message),
      error: message => world.logged.push(message),
    });
    const upgrades = new LabUpgrades();
    world.#backend = await startTestBackend({
      features: [
        ...(more.features ?? []),
        createServiceFactory({
          service: labUpgradesServiceRef,
          deps: {},
          factory: () => upgrades,
        }),
        plugin,
        createBackendModule({
          pluginId: 'pyk8s-lab',
          moduleId: 'test-provider',
          register(reg) {
            reg.registerInit({
              deps: { providers: labProvidersExtensionPoint },
              async init({ providers }) {
                providers.addProvider(provider);
              },
            });
          },
        }),
        mockServices.database.factory({ knex, migrations: { skip: false } }),
        mockServices.logger.mock({ child: () => logger }).factory,
        httpAuthOfTests,
        catalogServiceMock.mock({
          getEntitiesByRefs: (query, options) =>
            world.catalog(query, options as CatalogServiceRequestOptions),
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { connection: ':memory:' },
              workingDirectory: world.directory,
            },
            pyk8sLab: {
              defaultProvider: 'simulated',
              changeRate: { limit: 1_000_000 },
              encryption: { keys: [LabRows.key] },
              ...config,
            },
            ...more.root,
          },
        }),
        userInfoOfTests,
      ],
    });
    // The server of test backends cannot be configured before it listens.
    upgrades.listen(world.server);
    return world;
  }

  private constructor(
    knex: Knex,
    /** The backend's working directory. */
    readonly directory: string,
  ) {
    this.#knex = knex;
  }

  /** Stops the backend, and closes its database. */
  async stop(): Promise<void> {
    await this.#backend?.stop();
    await this.#knex.destroy();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** The provider of the labs, for a test that makes it fail or wait. */
  get provider(): SimulatedLabProvider {
    if (!this.#provider) {
      throw new Error('The world has not been started.');
    }
    return this.#provider;
  }

  /** Creates the cluster of a lab that exists in the database only. */
  async makeCluster(lab: LabRecord): Promise<void> {
    await createClusterOf(lab, this.provider);
  }

  /** Transfers a lab without a check of rights. */
  async handOver(knex: Knex, lab: LabRecord, ownerRef: string): Promise<void> {
    await knex('labs').where({ id: lab.id }).update({ owner_ref: ownerRef });
  }

  /** Requests of a person, or without credentials. */
  as(name: string | undefined) {
    const send =
      (method: 'get' | 'post' | 'patch' | 'delete') =>
      (path: string): Test => {
        const test = request(this.server)[method](`/api/pyk8s-lab${path}`);
        return name ? test.set('Authorization', header(name)) : test;
      };
    return {
      get: send('get'),
      post: send('post'),
      patch: send('patch'),
      delete: send('delete'),
    };
  }

  /** The client that frontends and command lines use. */
  client(name: string): LabClient {
    return new LabClient({
      discoveryApi: {
        getBaseUrl: async id =>
          `http://localhost:${this.server.port()}/api/${id}`,
      },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: { ...init?.headers, Authorization: header(name) },
          }),
      },
    });
  }

  async url(path: string): Promise<string> {
    return `http://localhost:${this.server.port()}/api/pyk8s-lab${path}`;
  }

  headers(name: string): { Authorization: string } {
    return { Authorization: header(name) };
  }

  /** Waits, by the stream of events, until a lab has a status. */
  async until(name: string, id: string, status: Lab['status']): Promise<Lab> {
    const stop = new AbortController();
    const client = this.client(name);
    for await (const frame of client.streamLabs({
      lab: id,
      lastEventId: 0,
      signal: stop.signal,
    })) {
      if (!isLabStreamNotice(frame) && frame.lab.status === status) {
        return frame.lab;
      }
    }
    throw new Error(`The stream ended before the lab was ${status}`);
  }

  /** Waits until a job has ended. */
  async jobEnded(id: string, reader = 'alice'): Promise<LabJob> {
    let job = await this.client(reader).getJob(id);
    while (job.status === 'RUNNING') {
      await delay(10);
      job = await this.client(reader).getJob(id);
    }
    return job;
  }

  /** The backend's HTTP server. */
  get server() {
    if (!this.#backend) {
      throw new Error('The backend is not started');
    }
    return this.#backend.server;
  }
}
