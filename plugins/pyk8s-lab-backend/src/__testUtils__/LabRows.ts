import { mockServices } from '@backstage/backend-test-utils';
import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import {
  DatabaseLabJobStore,
  DatabaseLabStore,
  type LabJobStore,
  type LabRecord,
  type LabStore,
} from '../database';
import { KeyRing } from '../kubeconfig/KeyRing';
import { aCluster, aLab, anId } from './builders';

const HOUR_MS = 3_600_000;
const KUBECONFIG = `
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://localhost:1' } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;

/** Labs that a running backend has in its database, without their clusters. */
export class LabRows {
  /** For `pyk8sLab.encryption.keys`. */
  static readonly key = { id: 'k1', secret: 'a secret for tests only' };
  readonly #store: LabStore;
  readonly #jobs: LabJobStore;
  readonly #ring = new KeyRing([LabRows.key]);
  #count = 0;

  static async create(knex: Knex): Promise<LabRows> {
    const database = mockServices.database({
      knex,
      migrations: { skip: true },
    });
    return new LabRows(
      await DatabaseLabStore.create({ database }),
      await DatabaseLabJobStore.create({ database }),
    );
  }

  private constructor(store: LabStore, jobs: LabJobStore) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Adds a job that runs in a lab. @returns its id */
  async addJob(lab: LabRecord): Promise<string> {
    this.#count += 1;
    const id = anId(this.#count);
    const now = new Date();
    await this.#jobs.add(
      {
        id,
        labId: lab.id,
        type: 'images.import',
        title: 'Import of app.tar',
        message: 'Receiving the archive',
        createdAt: now,
        createdBy: 'user:default/somebody',
      },
      {
        holder: 'a worker',
        now,
        leaseUntil: new Date(now.getTime() + HOUR_MS),
      },
    );
    return id;
  }

  /** Adds a lab that needs no work for an hour. */
  async add(ownerRef: string, status: LabStatus = 'RUNNING', name?: string) {
    this.#count += 1;
    const instanceId = await this.#store.instanceId();
    const now = Date.now();
    const later = new Date(now + HOUR_MS);
    const { id } = await this.#store.create(
      aLab({
        id: anId(this.#count),
        cluster: aCluster(anId(this.#count), {
          name: `lab-${instanceId}-${anId(this.#count)}`,
        }),
        name: name ?? `lab-${this.#count}`,
        ownerRef,
        createdBy: 'user:default/somebody',
        status,
        desired: status === 'PAUSED' ? 'paused' : 'running',
        createdAt: new Date(now),
        runningAt: new Date(now),
        expiresAt: later,
        nextAttemptAt: later,
      }),
      { events: [{ type: 'lab.created', message: 'Lab requested.' }] },
    );
    return this.#store.change(id, new Date(now), () => ({
      set: { kubeconfig: this.#ring.encrypt(id, KUBECONFIG) },
    }));
  }

  async get(id: string): Promise<LabRecord | undefined> {
    return this.#store.get(id);
  }
}
