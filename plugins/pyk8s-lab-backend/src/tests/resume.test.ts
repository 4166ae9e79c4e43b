import { TestDatabases } from '@backstage/backend-test-utils';
import { isLabStreamNotice } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())(
  'a stream that breaks, on %s',
  id => {
    let world: ApiWorld;

    beforeEach(async () => {
      world = await ApiWorld.start(await databases.init(id));
    });
    afterEach(() => world.stop());

    it('misses nothing of a create and repeats nothing, however often it is cut', async () => {
      const client = world.client('alice');
      // Each phase waits until the reader has heard of the one before.
      let told = 0;
      let phases = 0;
      world.intercept = async ({ verb }) => {
        if (verb === 'create') {
          phases += 1;
          // What came before the phases, and each of them until this one.
          const enough = phases + 2;
          await eventually(() => told >= enough);
        }
      };
      const lab = await client.createLab({ name: 'cut', workers: 1 });
      const seen: { seq: number; type: string }[] = [];
      let connections = 0;
      while (seen.at(-1)?.type !== 'lab.running') {
        const cut = new AbortController();
        connections += 1;
        try {
          for await (const frame of client.streamLabs({
            lab: lab.id,
            lastEventId: seen.at(-1)?.seq ?? 0,
            signal: cut.signal,
          })) {
            if (!isLabStreamNotice(frame)) {
              seen.push({ seq: frame.seq, type: frame.type });
              told += 1;
              // In the middle of whatever comes next.
              cut.abort();
            }
          }
        } catch {
          // That is the cut.
        }
      }
      const events = await world.as('alice').get(`/labs/${lab.id}/activity`);
      const expected = [...events.body.items].reverse();
      expect(seen).toEqual(
        expected.map(({ seq, type }: { seq: number; type: string }) => ({
          seq,
          type,
        })),
      );
      expect(connections).toBeGreaterThan(5);
    });
  },
);
