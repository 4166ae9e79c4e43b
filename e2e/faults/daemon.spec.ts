import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { containersOf } from '../support/cluster';
import { countTypes, eventsOf, until } from '../support/labs';
import { Portal } from '../support/portal';
import { eventually } from '../support/processes';

const run = promisify(execFile);

/**
 * A program that restarts Docker, such as tools/lab-host/restart-docker. It stops
 * every container of the machine, so it is named only where nothing else runs.
 */
const restart = process.env.PYK8S_LAB_RESTART_DOCKER;

if (restart) {
  test('Docker is restarted: what ran runs again, and what was paused stays so', async () => {
    const portal = await Portal.create();
    try {
      await portal.startBackend();
      const client = await portal.client('alice');
      const [ran, paused] = await Promise.all(
        ['ran', 'paused'].map(name => client.createLab({ name })),
      );
      for (const { id } of [ran, paused]) {
        await until(client, id, ({ status }) => status === 'RUNNING');
      }
      await client.pauseLab(paused.id);
      await until(client, paused.id, ({ status }) => status === 'PAUSED');
      const made = await client.createLab({ name: 'made' });
      await until(client, made.id, ({ phase }) => phase === 'control-plane');

      await run(restart);

      await until(client, made.id, ({ status }) => status === 'RUNNING');
      const types = await eventually('it runs again', 240_000, async () => {
        const counts = countTypes(await eventsOf(client, ran.id));
        return counts['lab.resumed'] ? counts : undefined;
      });
      expect(types).toMatchObject({ 'lab.running': 1, 'lab.resumed': 1 });
      const again = await client.getLab(ran.id);
      expect(again.status).toBe('RUNNING');
      expect(again.nodes.every(({ state }) => state === 'ready')).toBe(true);
      expect((await client.getLab(paused.id)).status).toBe('PAUSED');
      for (const { id } of [ran, paused, made]) {
        expect(await containersOf(id)).toHaveLength(1);
      }
    } finally {
      await portal.stop();
    }
  });
}
