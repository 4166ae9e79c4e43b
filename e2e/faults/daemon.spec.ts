import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { containersOf, docker, kubectl } from '../support/cluster';
import { countTypes, eventsOf, until } from '../support/labs';
import { Portal } from '../support/portal';
import { eventually } from '../support/processes';

const run = promisify(execFile);

/**
 * A program that restarts Docker, such as tools/lab-host/restart-docker. It stops all
 * containers of the machine, so it is only set where nothing else runs.
 */
const restart = process.env.PYK8S_LAB_RESTART_DOCKER;

if (restart) {
  test('Docker is restarted: running labs run again, and paused labs stay paused', async () => {
    const portal = await Portal.create();
    const folder = await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-daemon-'));
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
      // Docker itself starts some, including those of the paused lab.
      await eventually('the paused one is stopped', 120_000, async () => {
        const [node] = await containersOf(client, paused.id);
        const running = await docker(
          'inspect',
          '--format={{.State.Running}}',
          node,
        );
        return running.trim() === 'false' ? true : undefined;
      });
      await until(client, paused.id, ({ status }) => status === 'PAUSED');
      expect((await client.getLab(ran.id)).status).toBe('RUNNING');
      const kubeconfig = path.join(folder, 'kubeconfig');
      await writeFile(kubeconfig, await client.getKubeconfig(ran.id));
      await eventually('it answers again', 120_000, async () =>
        (await kubectl(kubeconfig, 'get', '--raw', '/readyz')) === 'ok'
          ? true
          : undefined,
      );
      expect(countTypes(await eventsOf(client, ran.id))).toMatchObject({
        'lab.running': 1,
      });
      for (const { id } of [ran, paused, made]) {
        expect(await containersOf(client, id)).toHaveLength(1);
      }
    } finally {
      await portal.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
}
