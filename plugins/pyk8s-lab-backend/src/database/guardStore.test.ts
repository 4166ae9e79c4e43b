import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import { DatabaseLabStore } from './DatabaseLabStore';
import { guardStore } from './guardStore';
import type { LabStore } from './LabStore';

const databases = TestDatabases.create();
const SECRET = 'a-ciphertext-that-nobody-may-read';

describe.each(databases.eachSupportedId())('guardStore on %s', id => {
  let knex: Knex;
  let store: LabStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    store = guardStore(
      await DatabaseLabStore.create({
        database: mockServices.database({ knex, migrations: { skip: false } }),
      }),
    );
    await store.create(aLab(), { events: [] });
  });
  afterEach(() => knex.destroy());

  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: Error) => error,
    );

  it('leaves statements and values out of what it throws', async () => {
    await knex.schema.alterTable('labs', table => {
      table.dropColumn('kubeconfig_key_id');
    });
    const kubeconfig = { ciphertext: SECRET, keyId: 'k1' };
    const errors = await Promise.all([
      refusal(store.change(anId(1), at(1), () => ({ set: { kubeconfig } }))),
      refusal(
        store.replaceKubeconfig(anId(1), kubeconfig, {
          ciphertext: SECRET,
          keyId: 'k2',
        }),
      ),
      refusal(store.kubeconfig(anId(1))),
    ]);
    for (const error of errors) {
      expect(error).toMatchObject({ name: 'StoreError', statusCode: 503 });
      expect(JSON.stringify([error?.message, error?.stack])).not.toMatch(
        new RegExp(`${SECRET}|update |select `),
      );
      expect(error?.cause).toBeUndefined();
    }
  });

  it('lets pass what is meant, and what callers throw themselves', async () => {
    expect(
      await refusal(store.create(aLab({ id: anId(2) }), { events: [] })),
    ).toMatchObject({ name: 'ConflictError' });
    expect(
      await refusal(store.change(anId(9), at(1), () => undefined)),
    ).toMatchObject({ name: 'NotFoundError' });
    const mine = new TypeError('mine');
    expect(
      await refusal(
        store.change(anId(1), at(1), () => {
          throw mine;
        }),
      ),
    ).toBe(mine);
    expect(
      await refusal(
        store.create(aLab({ id: anId(3), name: 'x' }), {
          events: [],
          admit: async () => {
            throw mine;
          },
        }),
      ),
    ).toBe(mine);
    expect(await store.counts.total(true)).toBe(1);
  });
});
