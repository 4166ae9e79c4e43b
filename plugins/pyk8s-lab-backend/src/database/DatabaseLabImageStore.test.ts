import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabaseLabImageStore } from './DatabaseLabImageStore';
import { DatabaseLabStore } from './DatabaseLabStore';

const databases = TestDatabases.create();
const start = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const digest = (n: number) => `sha256:${String(n).padStart(64, '0')}`;
const image = (tag: number, id = tag) => ({
  name: `docker.io/library/app:${tag}`,
  id: digest(id),
  sizeBytes: 5 * 2 ** 30,
});
const named = (tag: number, id = tag) => ({
  name: `docker.io/library/app:${tag}`,
  id: digest(id),
});

describe.each(databases.eachSupportedId())(
  'DatabaseLabImageStore on %s',
  databaseId => {
    let knex: Knex;
    let images: DatabaseLabImageStore;
    const lab = { id: 'lab-1', createdAt: start, runningAt: after(10) };
    const put = (
      what: ReturnType<typeof image>[],
      seconds: number,
      of: Parameters<DatabaseLabImageStore['put']>[0] = lab,
    ) => images.put(of, what, { at: after(seconds), by: 'user:default/alice' });

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      const database = mockServices.database({
        knex,
        migrations: { skip: false },
      });
      await DatabaseLabStore.create({ database });
      images = await DatabaseLabImageStore.create({ database });
    });
    afterEach(() => knex.destroy());

    it('lists what a lab has been given, the newest first', async () => {
      await put([image(1), image(2)], 20);
      await put([image(3)], 30);
      await put([image(9)], 30, { ...lab, id: 'lab-2' });

      expect(await images.list(lab)).toEqual([named(3), named(1), named(2)]);
    });

    it('has one image for a name', async () => {
      await put([image(1), image(2)], 20);
      await put([image(1, 7)], 30);

      expect(await images.list(lab)).toEqual([named(1, 7), named(2)]);
    });

    it('has none of a cluster that the lab had before', async () => {
      await put([image(1)], 20);
      const recreated = { ...lab, runningAt: after(100) };
      expect(await images.list(recreated)).toEqual([]);

      await put([image(1)], 110, recreated);
      expect(await images.list(recreated)).toEqual([named(1)]);
    });

    it('keeps the newest five hundred of a lab', async () => {
      for (let batch = 0; batch < 6; batch++) {
        const tags = Array.from({ length: 100 }, (_, n) => 100 * batch + n);
        await put(
          tags.map(tag => image(tag)),
          20 + batch,
        );
      }

      const kept = await images.list(lab);

      expect(kept).toHaveLength(500);
      expect(kept).toContainEqual(named(599));
      expect(kept).not.toContainEqual(named(99));
    });
  },
);
