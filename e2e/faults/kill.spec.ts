import { expect, test } from '@playwright/test';
import type { LabPhaseName } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { containersOf, kindProcessesOf } from '../support/cluster';
import { until } from '../support/labs';
import { Portal } from '../support/portal';

test.describe('a backend that is killed', () => {
  let portal: Portal;

  test.beforeAll(async () => {
    portal = await Portal.create();
    await portal.startBackend();
  });
  test.afterAll(async () => {
    await portal.stop();
  });

  for (const phase of ['nodes', 'control-plane'] satisfies LabPhaseName[]) {
    test(`in the phase ${phase}: the next start makes the lab all the same`, async () => {
      const client = await portal.client('alice');
      const { id } = await client.createLab({ name: `killed-in-${phase}` });
      await until(client, id, lab => lab.phase === phase);
      await portal.killBackend();

      await portal.startBackend();
      const again = await portal.client('alice');
      const healed = await until(
        again,
        id,
        ({ status }) => status === 'RUNNING' || status === 'ERROR',
      );
      expect(healed).toMatchObject({ status: 'RUNNING', attempt: 1 });
      expect(await containersOf(id)).toHaveLength(1);
      expect(await kindProcessesOf(id)).toEqual([]);

      await again.deleteLab(id);
      await until(again, id, ({ status }) => status === 'DELETED');
      expect(await containersOf(id)).toEqual([]);
    });
  }

  test('while it deletes: the next start finishes it', async () => {
    const client = await portal.client('alice');
    const { id } = await client.createLab({ name: 'killed-deleting' });
    await until(client, id, ({ status }) => status === 'RUNNING');
    await client.deleteLab(id);
    await portal.killBackend();

    await portal.startBackend();
    const again = await portal.client('alice');
    await until(again, id, ({ status }) => status === 'DELETED');
    expect(await containersOf(id)).toEqual([]);
    expect(await kindProcessesOf(id)).toEqual([]);
  });

  test('stopped in the middle of a create: nothing goes on without it', async () => {
    const client = await portal.client('alice');
    const { id } = await client.createLab({ name: 'stopped' });
    await until(client, id, ({ phase }) => phase === 'control-plane');
    await portal.stopBackend();
    expect(await kindProcessesOf(id)).toEqual([]);

    await portal.startBackend();
    const again = await portal.client('alice');
    await until(again, id, ({ status }) => status === 'RUNNING');
    await again.deleteLab(id);
    await until(again, id, ({ status }) => status === 'DELETED');
  });
});
