import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import {
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const PYK8S_LAB = {
  defaultProvider: 'kind',
  kind: { capacity: { minFreeMemory: '64Mi', minFreeDisk: '64Mi' } },
};
const HOUR_MS = 3_600_000;

/** The provider of a module, without a portal that looks after its clusters. */
async function providerOf(module: typeof kind): Promise<LabProvider> {
  let provider: LabProvider | undefined;
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'pyk8s-lab',
        register(env) {
          env.registerExtensionPoint(labProvidersExtensionPoint, {
            addProvider(added) {
              provider = added;
            },
          });
          env.registerInit({ deps: {}, async init() {} });
        },
      }),
      module,
      mockServices.rootConfig.factory({ data: { pyk8sLab: PYK8S_LAB } }),
    ],
  });
  await backend.stop();
  if (!provider) {
    throw new Error('The module has added no provider');
  }
  return provider;
}

/**
 * Fills a database with what the last version without the table `clusters` wrote for
 * three running labs, on real kind: as it was, but for ids of this run, and with their
 * time still to come. The kubeconfigs are left out, since these clusters have others.
 */
async function fillAsBefore(knex: Knex): Promise<string[]> {
  const file = join(__dirname, '__testUtils__/fixtures/before-clusters.sql');
  let sql = await readFile(file, 'utf8');
  for (const [, id] of sql.matchAll(
    /^insert into labs .*? values \('([^']+)'/gm,
  )) {
    sql = sql.replaceAll(id, randomUUID());
  }
  for (const statement of sql.split('\n').filter(Boolean)) {
    await knex.raw(statement.replaceAll('?', '\\?'));
  }
  const later = Date.now() + HOUR_MS;
  await knex('labs').update({ expires_at: later, next_attempt_at: later });
  return (await knex('labs').orderBy('created_at').select('id')).map(
    ({ id }) => id,
  );
}

const inspect = (name: string) =>
  JSON.parse(
    execFileSync('docker', ['inspect', `${name}-control-plane`], {
      encoding: 'utf8',
    }),
  )[0];

describeWithKind('an upgrade with running labs', () => {
  let knex: Knex;
  let world: ApiWorld;
  let provider: LabProvider;
  let ids: string[];
  let names: string[];
  /** What Docker says of each node before the upgrade. */
  let before: { Id: string; State: { StartedAt: string } }[];
  const { signal } = new AbortController();

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    ids = await fillAsBefore(knex);
    const { value } = await knex('lab_meta')
      .where({ name: 'instance_id' })
      .first('value');
    names = ids.map(id => `lab-${value}-${id}`);
    provider = await providerOf(kind);
    await Promise.all(
      names.map(name =>
        provider.create(
          { name, host: 'local' },
          { kubernetesVersion: 'default', workers: 0 },
          {
            signal,
            logger: mockServices.logger.mock(),
            onPhase: () => undefined,
            onOutput: () => undefined,
          },
        ),
      ),
    );
    before = names.map(inspect);
    world = await ApiWorld.start(knex, PYK8S_LAB, {
      // It polls the providers.
      features: [kind, schedulerServiceFactory],
    });
  }, CLUSTER_TIMEOUT_MS * 2);

  afterAll(async () => {
    await world?.stop();
    await Promise.all(
      (names ?? []).map(name =>
        provider.destroy(
          { name, host: 'local' },
          { signal, logger: mockServices.logger.mock() },
        ),
      ),
    );
    await knex.destroy();
  }, CLUSTER_TIMEOUT_MS);

  const lab = (n: number) => world.client('alice').getLab(ids[n]);
  const run = (n: number) =>
    world
      .client('alice')
      .execInLab(ids[n], { command: 'kubectl get nodes -o name' });

  it(
    'recreates nothing, and keeps the labs as they were',
    async () => {
      // A check of the provider, and its result.
      await eventually(async () => {
        const looked = await knex('clusters').whereNotNull('observed_at');
        return looked.length === 3;
      });
      for (const [n, id] of ids.entries()) {
        expect(await lab(n)).toMatchObject({
          id,
          status: 'RUNNING',
          clusterName: names[n],
          purpose: 'before the upgrade',
        });
        expect(
          await knex('clusters').where({ lab_id: id }).first(),
        ).toMatchObject({ id, name: names[n], state: 'ready', template: null });
        expect(await run(n)).toMatchObject({
          exitCode: 0,
          output: `node/${names[n]}-control-plane\n`,
        });
        const { Id, State } = inspect(names[n]);
        expect({ Id, at: State.StartedAt }).toEqual({
          Id: before[n].Id,
          at: before[n].State.StartedAt,
        });
      }
      const events = await knex('lab_events')
        .where('at', '>', Date.now() - HOUR_MS)
        .whereIn('type', ['lab.vanished', 'lab.provisioning', 'lab.resuming']);
      expect(
        events.filter(({ at }) => at > Date.parse(before[0].State.StartedAt)),
      ).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it(
    'pauses and resumes one of them',
    async () => {
      await world.client('alice').pauseLab(ids[0]);
      await world.until('alice', ids[0], 'PAUSED');
      expect(inspect(names[0]).State.Running).toBe(false);
      await world.client('alice').resumeLab(ids[0]);
      await world.until('alice', ids[0], 'RUNNING');
      expect(inspect(names[0]).Id).toBe(before[0].Id);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it(
    'gives one that is recreated another cluster, and removes the first',
    async () => {
      execFileSync('docker', [
        ...['rm', '--force', '--volumes'],
        `${names[1]}-control-plane`,
      ]);
      await world.until('alice', ids[1], 'ERROR');
      await world.client('alice').retryLab(ids[1]);
      const again = await world.until('alice', ids[1], 'RUNNING');
      expect(again.id).toBe(ids[1]);
      expect(again.clusterName).not.toBe(names[1]);
      expect(again.clusterName).not.toContain(ids[1]);
      expect(await run(1)).toMatchObject({
        output: `node/${again.clusterName}-control-plane\n`,
      });
    },
    CLUSTER_TIMEOUT_MS * 2,
  );

  it(
    'deletes them',
    async () => {
      const all = await Promise.all(ids.map((_, n) => lab(n)));
      await Promise.all(ids.map(id => world.client('alice').deleteLab(id)));
      for (const id of ids) {
        await world.until('alice', id, 'DELETED');
      }
      for (const { clusterName } of all) {
        expect(await provider.list(clusterName ?? '', { signal })).toEqual([]);
      }
    },
    CLUSTER_TIMEOUT_MS,
  );
});
