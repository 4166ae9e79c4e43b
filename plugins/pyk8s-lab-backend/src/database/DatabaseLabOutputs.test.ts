import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import { DatabaseLabOutputs } from './DatabaseLabOutputs';
import { DatabaseLabStore } from './DatabaseLabStore';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('DatabaseLabOutputs on %s', id => {
  let knex: Knex;
  let store: DatabaseLabStore;
  let outputs: DatabaseLabOutputs;

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    store = await DatabaseLabStore.create({ database });
    outputs = await DatabaseLabOutputs.create({ database });
  });
  afterEach(() => knex.destroy());

  const append = (run: number, seconds: number, text: string, lab = anId(1)) =>
    outputs.append({
      labId: lab,
      runId: anId(100 + run),
      attempt: run,
      at: at(seconds),
      text,
    });

  it('keeps runs apart, in order', async () => {
    await append(2, 1, 'one\n');
    await append(1, 2, 'another\n');
    await append(2, 3, 'two\n');
    await append(1, 4, 'of another lab\n', anId(2));

    expect(await outputs.runs(anId(1))).toEqual([
      { runId: anId(102), attempt: 2, beganAt: at(1) },
      { runId: anId(101), attempt: 1, beganAt: at(2) },
    ]);
    const run = { labId: anId(1), runId: anId(102) };
    const pieces = await outputs.read(run, { after: 0, limit: 10 });
    expect(pieces.map(({ text }) => text)).toEqual(['one\n', 'two\n']);
    expect(await outputs.read(run, { after: 0, limit: 1 })).toEqual([
      pieces[0],
    ]);
    expect(await outputs.read(run, { after: pieces[0].id, limit: 9 })).toEqual([
      pieces[1],
    ]);
    // The id of a run gives no access to another lab.
    const wrong = { labId: anId(2), runId: anId(102) };
    expect(await outputs.read(wrong, { after: 0, limit: 9 })).toEqual([]);
  });

  it('has them for as long as their labs are kept', async () => {
    await store.create(
      aLab({ id: anId(1), status: 'DELETED', deletedAt: at(0) }),
      { events: [] },
    );
    await store.create(aLab({ id: anId(2), name: 'other' }), { events: [] });
    await append(1, 0, 'one\n');
    await append(1, 0, 'two\n', anId(2));

    expect(await store.purgeLabs(at(10), 10)).toBe(1);

    expect(await outputs.runs(anId(1))).toEqual([]);
    expect(await outputs.runs(anId(2))).toHaveLength(1);
  });
});
