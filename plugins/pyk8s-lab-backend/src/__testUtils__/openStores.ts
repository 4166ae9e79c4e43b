import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { tmpdir } from 'node:os';
import {
  DatabaseClusterStore,
  DatabaseLabImageStore,
  DatabaseLabJobStore,
  DatabaseLabOutputs,
  DatabaseLabStore,
  guardStore,
} from '../database';
import type { LabsDependencies } from '../createLabs';
import { TemporaryFiles } from '../temporaryFiles/TemporaryFiles';

/** What the replicas of a portal share. */
export type Stores = Pick<
  LabsDependencies,
  | 'store'
  | 'clusterStore'
  | 'jobStore'
  | 'imageStore'
  | 'outputs'
  | 'temporaryFiles'
  | 'instanceId'
>;

/** The stores on a database, which is migrated where it has not been. */
export async function openStores(knex: Knex): Promise<Stores> {
  const database = mockServices.database({
    knex,
    migrations: { skip: false },
  });
  const store = guardStore(await DatabaseLabStore.create({ database }));
  return {
    store,
    clusterStore: guardStore(await DatabaseClusterStore.create({ database })),
    jobStore: await DatabaseLabJobStore.create({ database }),
    imageStore: await DatabaseLabImageStore.create({ database }),
    outputs: await DatabaseLabOutputs.create({ database }),
    temporaryFiles: await TemporaryFiles.create({
      directory: tmpdir(),
      logger: mockServices.logger.mock(),
    }),
    instanceId: await store.instanceId(),
  };
}
