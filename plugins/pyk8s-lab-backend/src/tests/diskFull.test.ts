import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aLab, anId, at } from '../__testUtils__/builders';
import { DatabaseLabStore, guardStore, type LabStore } from '../database';

// Mounting a file system of one's own takes root, and Linux.
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
const describeHere = mayMount ? describe : describe.skip;
const SIZE = 2 * 1024 * 1024;

describeHere('a disk that is full', () => {
  let folder: string;
  let knex: Knex;
  let store: LabStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pyk8s-lab-disk-'));
    execFileSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${SIZE}`,
      'tmpfs',
      folder,
    ]);
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: join(folder, 'labs.sqlite'),
      useNullAsDefault: true,
    });
    store = guardStore(
      await DatabaseLabStore.create({
        database: mockServices.database({ knex, migrations: { skip: false } }),
      }),
    );
  });
  afterEach(async () => {
    await knex.destroy();
    execFileSync('umount', [folder]);
    rmdirSync(folder);
  });

  const filler = () => join(folder, 'filler');
  /** Takes all the room that is left. */
  const fill = () => {
    for (let bytes = SIZE; bytes >= 1; bytes = Math.floor(bytes / 2)) {
      try {
        for (;;) {
          writeFileSync(filler(), Buffer.alloc(bytes), { flag: 'a' });
        }
      } catch {
        // It holds no more of this size.
      }
    }
  };
  const add = (n: number) =>
    store.create(
      aLab({ id: anId(n), name: `lab-${n}`, purpose: 'x'.repeat(500) }),
      { events: [{ type: 'lab.created', message: 'asked' }] },
    );

  it('refuses what cannot be written, and loses nothing', async () => {
    await add(1);
    fill();
    let written = 1;
    let refusal: Error | undefined;
    // Pages that the file has already may take some more.
    while (!refusal && written < 5_000) {
      refusal = await add(written + 1).then(
        () => undefined,
        error => error,
      );
      written += refusal ? 0 : 1;
    }
    expect(refusal).toMatchObject({
      name: 'StoreError',
      statusCode: 503,
      message: expect.stringMatching(/database failed \(SQLITE_\w+\)/),
    });
    expect(await store.counts.total(true)).toBe(written);
    expect(await store.lastSeq()).toBe(written);

    rmSync(filler());
    await store.change(anId(1), at(1), () => ({
      set: { status: 'ERROR' },
      events: [{ type: 'lab.failed', message: 'for another reason' }],
    }));
    await add(written + 1);
    expect(await store.counts.total(true)).toBe(written + 1);
    expect((await store.eventsAfter(0, 10_000)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: written + 2 }, (_, n) => n + 1),
    );
  });
});
