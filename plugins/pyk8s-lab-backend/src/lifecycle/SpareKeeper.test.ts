import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { anId, at, someSettings } from '../__testUtils__/builders';
import { ClusterLeases } from '../clusters/ClusterLeases';
import { DatabaseClusterStore, DatabaseLabStore } from '../database';
import { toDbTime } from '../database/dialect';
import { SpareKeeper } from './SpareKeeper';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('SpareKeeper', () => {
  let knex: Knex;
  let clusterStore: DatabaseClusterStore;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    await DatabaseLabStore.create({ database });
    clusterStore = await DatabaseClusterStore.create({ database });
  });
  afterEach(() => knex.destroy());

  const addRemoving = (n: number, host: string) =>
    knex('clusters').insert({
      id: anId(n),
      provider: 'simulated',
      host,
      name: `lab-test00-${anId(n)}`,
      state: 'removing',
      state_since: toDbTime(knex, at(0)),
      state_version: 1,
      failures: 0,
      next_attempt_at: toDbTime(knex, at(n)),
      created_at: toDbTime(knex, at(0)),
    });

  it('removes clusters of a host while all removals of another hang', async () => {
    // More than one query has, and all due before the other host's.
    for (let n = 1; n <= 20; n++) {
      await addRemoving(n, 'hung');
    }
    await addRemoving(30, 'well');
    const logger = mockServices.logger.mock();
    const started: string[] = [];
    let hasRemoved: () => void = () => {};
    const removed = new Promise<void>(resolve => {
      hasRemoved = resolve;
    });
    const keeper = SpareKeeper.create({
      clusterStore,
      leases: ClusterLeases.create({ clusterStore, logger }),
      clusters: {
        async remove({ host }, { signal }) {
          started.push(host);
          if (host === 'hung') {
            await new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(signal.reason)),
            );
          }
          hasRemoved();
        },
      },
      settings: someSettings(),
      logger,
      now: () => at(60),
    });

    await keeper.look();
    await keeper.look();
    await removed;

    expect(started.filter(host => host === 'hung').length).toBeLessThan(20);
    keeper.stop();
    await keeper.settle();
    expect(await clusterStore.get(anId(30))).toMatchObject({ state: 'gone' });
  });
});
