/**
 * The time of a tick of the reconciler, a page of the list and an expiry with few labs
 * and with many, on SQLite, or on the PostgreSQL in the environment.
 *
 *   node --require @backstage/cli/config/nodeTransform.cjs benchmarks/many-labs.ts [labs]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import {
  aLab,
  anId,
  someSettings,
} from '../plugins/pyk8s-lab-backend/src/__testUtils__/builders';
import {
  anAuditor,
  EVERYTHING,
} from '../plugins/pyk8s-lab-backend/src/__testUtils__/someAccess';
import { LabProviders } from '../plugins/pyk8s-lab-backend/src/clusters/LabProviders';
import { createLabs } from '../plugins/pyk8s-lab-backend/src/createLabs';
import {
  DatabaseLabImageStore,
  DatabaseClusterStore,
  DatabaseLabJobStore,
  DatabaseLabStore,
} from '../plugins/pyk8s-lab-backend/src/database';
import { KeyRing } from '../plugins/pyk8s-lab-backend/src/kubeconfig/KeyRing';
import type { LabReconciler } from '../plugins/pyk8s-lab-backend/src/lifecycle';
import { LabNotifier } from '../plugins/pyk8s-lab-backend/src/notifications/LabNotifier';
import { TemporaryFiles } from '../plugins/pyk8s-lab-backend/src/temporaryFiles/TemporaryFiles';

const many = Number(process.argv[2] ?? 10_000);
const few = 10;
const CONNECTION = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

const percentile = (values: number[], p: number) =>
  [...values].sort((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor((values.length * p) / 100))
  ];

async function timed(times: number, run: (n: number) => Promise<unknown>) {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await run(n);
    took.push(performance.now() - began);
  }
  return took;
}

const folder = mkdtempSync(join(tmpdir(), 'pyk8s-lab-bench-'));
const connection = process.env[CONNECTION];
const open = (name: string) =>
  connection
    ? knexFactory({ client: 'pg', connection })
    : knexFactory({
        client: 'better-sqlite3',
        connection: join(folder, `${name}.sqlite`),
        useNullAsDefault: true,
      });

const nothing = () => undefined;
const logger: LoggerService = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  child: () => logger,
};
/** Instruments without an exporter, which record nothing. */
const metrics = new Proxy({} as MetricsService, {
  get: () => () => ({ add: nothing, record: nothing, addCallback: nothing }),
});

async function reconcilerOn(
  store: DatabaseLabStore,
  knex: Knex,
): Promise<LabReconciler> {
  const settings = someSettings();
  return createLabs({
    store,
    clusterStore: await DatabaseClusterStore.create({
      database: mockServices.database({ knex, migrations: { skip: true } }),
    }),
    // Nothing is created, so there is no output.
    outputs: {
      append: async () => undefined,
      runs: async () => [],
      lastRunId: async () => undefined,
      read: async () => [],
    },
    jobStore: await DatabaseLabJobStore.create({
      database: mockServices.database({ knex, migrations: { skip: true } }),
    }),
    imageStore: await DatabaseLabImageStore.create({
      database: mockServices.database({ knex, migrations: { skip: true } }),
    }),
    logger,
    instanceId: 'bench0',
    settings,
    keyRing: new KeyRing([{ id: 'k1', secret: 'a secret of this run only' }]),
    providers: LabProviders.create({
      providers: [
        SimulatedLabProvider.create({ provisioningTimeMs: 0, maxWorkers: 1 }),
      ],
      defaultId: 'simulated',
      fallBackToSimulated: false,
    }),
    notifier: new LabNotifier({
      logger,
      settings: settings.notifications,
      notifications: { send: async () => undefined },
    }),
    metrics,
    temporaryFiles: await TemporaryFiles.create({ directory: folder, logger }),
    catalog: { has: async () => true },
    authorizer: EVERYTHING,
    auditor: anAuditor(),
    readers: () => 0,
    onChanged: nothing,
  }).reconciler;
}

async function measure(count: number) {
  const knex = open(String(count));
  if (connection) {
    await knex.raw(`create schema bench_${count}`);
    await knex.destroy();
  }
  const db = connection
    ? knexFactory({ client: 'pg', connection, searchPath: [`bench_${count}`] })
    : knex;
  try {
    const store = await DatabaseLabStore.create({
      database: mockServices.database({
        knex: db,
        migrations: { skip: false },
      }),
    });
    const far = new Date(Date.now() + 86_400_000);
    for (let n = 0; n < count; n++) {
      await store.create(
        aLab({
          id: anId(n),
          name: `lab-${n}`,
          ownerRef: `user:default/u${n % 500}`,
          createdAt: new Date(Date.now() - n * 1000),
          expiresAt: far,
          nextAttemptAt: far,
        }),
        { events: [{ type: 'lab.created', message: 'asked' }] },
      );
    }
    const reconciler = await reconcilerOn(store, db);
    await reconciler.runOnce();
    const queries: string[] = [];
    db.on('query', ({ sql }: { sql: string }) => queries.push(sql));
    const tick = await timed(200, () => reconciler.runOnce());
    const perTick = queries.length / 200;
    const page = await timed(200, n =>
      store.list({
        orderBy: { field: 'createdAt', descending: true },
        statuses: ['RUNNING', 'QUEUED', 'ERROR'],
        limit: 50,
        offset: n % 2 ? 0 : Math.max(0, Math.floor(count / 2)),
      }),
    );
    return { tick, page, perTick };
  } finally {
    if (connection) {
      await db.raw(`drop schema bench_${count} cascade`);
    }
    await db.destroy();
  }
}

async function main() {
  const small = await measure(few);
  const large = await measure(many);
  console.log(connection ? 'PostgreSQL' : 'SQLite');
  for (const name of ['tick', 'page'] as const) {
    const [a, b] = [small[name], large[name]];
    console.log(
      `${name}: ${few} labs p50 ${percentile(a, 50).toFixed(
        2,
      )} ms, p95 ${percentile(a, 95).toFixed(
        2,
      )} ms; ${many} labs p50 ${percentile(b, 50).toFixed(
        2,
      )} ms, p95 ${percentile(b, 95).toFixed(2)} ms; p50 ratio ${(
        percentile(b, 50) / percentile(a, 50)
      ).toFixed(2)}`,
    );
  }
  console.log(`queries per tick: ${small.perTick} and ${large.perTick}`);
}

main().finally(() => rmSync(folder, { recursive: true, force: true }));
