import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  SimulatedLabProvider,
  type SimulatedMoment,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import {
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { setTimeout as delay } from 'node:timers/promises';
import plugin from '../index';
import { httpAuthOfTests } from './httpAuth';
import { SecretSink } from './SecretSink';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** The columns of a lab's row that are read. */
interface LabRow {
  readonly id: string;
  readonly status: string;
  readonly kubeconfig_key_id: string | null;
  readonly warned_seconds: number | null;
}

const PATIENCE_MS = 20_000;

/**
 * The plugin in a real backend that can be started again on the same database,
 * with other keys, while its clusters run on. All that comes out of it is kept.
 */
export class SecretsWorld {
  readonly sink = new SecretSink();
  /** Set by a test to make the provider fail. */
  intercept: (moment: SimulatedMoment) => void = () => undefined;
  /** Set by a test: what clusters give out as kubeconfigs. */
  kubeconfigs: Pick<LabProvider, 'kubeconfig' | 'viewerKubeconfig'>;
  readonly #knex: Knex;
  readonly #provider: LabProvider;
  #backend: Awaited<ReturnType<typeof startTestBackend>> | undefined;

  constructor(knex: Knex, kubeconfigs: SecretsWorld['kubeconfigs']) {
    this.#knex = knex;
    this.kubeconfigs = kubeconfigs;
    const simulated = SimulatedLabProvider.create({
      provisioningTimeMs: 0,
      maxWorkers: 3,
      intercept: moment => this.intercept(moment),
    });
    this.#provider = new Proxy<LabProvider>(simulated, {
      get: (target, key) => {
        const own =
          key === 'kubeconfig' || key === 'viewerKubeconfig'
            ? this.kubeconfigs[key]
            : Reflect.get(target, key);
        return typeof own === 'function' ? own.bind(target) : own;
      },
    });
  }

  async start(keys: { id: string; secret: string }[]): Promise<void> {
    await this.#backend?.stop();
    this.#backend = await startTestBackend({
      features: [
        ...this.sink.features(),
        schedulerServiceFactory,
        plugin,
        createBackendModule({
          pluginId: 'pyk8s-lab',
          moduleId: 'test-provider',
          register: reg =>
            reg.registerInit({
              deps: { providers: labProvidersExtensionPoint },
              init: async ({ providers }) =>
                providers.addProvider(this.#provider),
            }),
        }),
        mockServices.database.factory({
          knex: this.#knex,
          migrations: { skip: false },
        }),
        httpAuthOfTests,
        mockServices.rootConfig.factory({
          data: {
            pyk8sLab: {
              defaultProvider: 'simulated',
              ttl: { min: '1s', warnings: ['1h'] },
              quotas: { simulated: { perUser: 5 } },
              provisioning: { attempts: 1 },
              pause: { idleAfter: '1h' },
              encryption: { keys },
            },
          },
        }),
      ],
    });
  }

  async stop(): Promise<void> {
    await this.#backend?.stop();
    await this.#knex.destroy();
  }

  /** Keeps all of the answer, unless it is to hold secrets. */
  async call(
    method: Method,
    path: string,
    options: {
      as?: string;
      headers?: Record<string, string>;
      body?: object;
      secret?: boolean;
    } = {},
  ): Promise<{ status: number; text: string }> {
    const { as = 'alice', headers, body, secret } = options;
    const url = this.#url(path);
    this.sink.add('URL', url);
    const response = await fetch(url, {
      method,
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(headers ?? authorization(as)),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    this.sink.add('answer', [...response.headers]);
    if (!secret) {
      this.sink.add('answer', `${response.status} ${text}`);
    }
    return { status: response.status, text };
  }

  async create(body: object): Promise<string> {
    const { text } = await this.call('POST', '/labs', { body });
    return JSON.parse(text).id;
  }

  /** Polls until a lab has a status; returns only the last answer. */
  async until(id: string, status: string): Promise<void> {
    await this.untilRow(id, row => row.status === status);
    await this.call('GET', `/labs/${id}`);
  }

  /**
   * Looks again until a lab's row is as wanted.
   * @throws Error when that takes too long
   */
  async untilRow(
    id: string,
    isWanted: (row: LabRow) => boolean,
  ): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const row = await this.#knex<LabRow>('labs').where({ id }).first();
      if (row && isWanted(row)) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`The lab ${id} stays ${row?.status}`);
      }
      await delay(20);
    }
  }

  /** Collects every frame that a user reads, from the first event on. */
  async follow(as: string): Promise<void> {
    const response = await fetch(this.#url('/events'), {
      headers: { ...authorization(as), 'Last-Event-ID': '0' },
    });
    const read = async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        this.sink.add('frame', decoder.decode(chunk, { stream: true }));
      }
    };
    // It ends with the backend.
    void read().catch(() => undefined);
  }

  #url(path: string): string {
    return `http://localhost:${this.#backend?.server.port()}/api/pyk8s-lab${path}`;
  }
}

function authorization(name: string): { Authorization: string } {
  return {
    Authorization: mockCredentials.user.header(`user:default/${name}`),
  };
}
