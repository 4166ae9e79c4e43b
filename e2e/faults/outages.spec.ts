import { expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  clusterOf,
  containersOf,
  docker,
  kindProcessesOf,
} from '../support/cluster';
import { countTypes, eventsOf, until } from '../support/labs';
import { aPostgres, type Postgres } from '../support/Postgres';
import { Portal } from '../support/portal';
import { SocketProxy } from '../support/SocketProxy';

const KEY = 'a key of this test only, and of no other';
const OUTAGE_MS = 60_000;

test.describe('without PostgreSQL for a minute', () => {
  let postgres: Postgres;
  let portal: Portal;

  test.beforeAll(async () => {
    postgres = await aPostgres();
    portal = await Portal.create({
      postgres: { connection: postgres.connection, prefix: 'outage_' },
      pyk8sLab: { encryption: { keys: [{ id: 'k1', secret: KEY }] } },
    });
    await portal.startBackend();
  });
  test.afterAll(async () => {
    await portal?.stop();
    await postgres?.stop();
  });

  test('labs that are provisioned or expire meanwhile recover', async () => {
    const client = await portal.client('alice');
    const short = await client.createLab({ name: 'ends', ttl: '40s' });
    await until(client, short.id, ({ status }) => status === 'RUNNING');
    const made = await client.createLab({ name: 'made' });
    await until(client, made.id, ({ phase }) => phase === 'control-plane');

    await postgres.halt();
    const answer = await client.createLab({ name: 'refused' }).then(
      () => 'created',
      error => (error as { statusCode?: number }).statusCode ?? 'no answer',
    );
    expect(answer).not.toBe('created');
    await delay(OUTAGE_MS);
    await postgres.resume();

    const again = await portal.client('alice');
    await until(again, made.id, ({ status }) => status === 'RUNNING');
    await until(again, short.id, ({ status }) => status === 'DELETED', 60_000);
    expect(await containersOf(again, short.id)).toEqual([]);
    expect(await containersOf(again, made.id)).toHaveLength(1);
    expect(await kindProcessesOf(await clusterOf(again, made.id))).toEqual([]);
    expect(countTypes(await eventsOf(again, made.id))).toMatchObject({
      'lab.created': 1,
      'lab.running': 1,
    });
    // The name of the refused lab is available.
    const { items } = await again.listLabs();
    expect(items.map(({ name }) => name)).toEqual(['made']);
  });
});

test.describe('without Docker for a while', () => {
  let folder: string;
  let proxy: SocketProxy;
  let portal: Portal;

  test.beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-docker-'));
    const socket = path.join(folder, 'docker.sock');
    proxy = await SocketProxy.start(socket, '/var/run/docker.sock');
    portal = await Portal.create({ env: { DOCKER_HOST: `unix://${socket}` } });
    await portal.startBackend();
  });
  test.afterAll(async () => {
    await portal?.stop();
    await proxy?.cut();
    await rm(folder, { recursive: true, force: true });
  });

  test('requested labs wait, expired labs are deleted when it is back', async () => {
    const client = await portal.client('alice');
    const short = await client.createLab({ name: 'ends', ttl: '20s' });
    await until(client, short.id, ({ status }) => status === 'RUNNING');
    const made = await client.createLab({ name: 'made' });
    await until(client, made.id, ({ phase }) => phase === 'control-plane');

    await proxy.cut();
    const waits = await client.createLab({ name: 'waits', provider: 'kind' });
    const waiting = await until(
      client,
      waits.id,
      ({ status, statusMessage }) =>
        status === 'QUEUED' && statusMessage !== '',
      30_000,
    );
    expect(waiting.statusMessage).toContain('Docker');
    await until(client, short.id, ({ status }) => status === 'DELETING');
    await delay(5_000);
    expect((await client.getLab(short.id)).status).toBe('DELETING');

    await proxy.resume();
    await until(client, short.id, ({ status }) => status === 'DELETED');
    await until(client, made.id, ({ status }) => status === 'RUNNING');
    await until(client, waits.id, ({ status }) => status === 'RUNNING');
    expect(await containersOf(client, short.id)).toEqual([]);
    for (const { id } of [made, waits]) {
      expect(await containersOf(client, id)).toHaveLength(1);
      expect(await kindProcessesOf(await clusterOf(client, id))).toEqual([]);
    }
  });
});

test.describe('without its node image', () => {
  const image = `pyk8s-lab-e2e/node:${process.pid}`;
  let portal: Portal;

  test.beforeAll(async () => {
    portal = await Portal.create({
      pyk8sLab: {
        provisioning: { attempts: 1 },
        kind: { nodeImages: [{ version: 'v0.0.1-tagged', image }] },
      },
    });
    await portal.startBackend();
  });
  test.afterAll(async () => {
    await portal?.stop();
    await docker('rmi', image).catch(() => undefined);
  });

  test('a lab reports what is missing, and becomes ready when it is back', async () => {
    const client = await portal.client('alice');
    const other = await client.createLab({ name: 'of-another-image' });
    await until(client, other.id, ({ status }) => status === 'RUNNING');
    const [container] = await containersOf(client, other.id);
    const id = await docker('inspect', '--format={{.Image}}', container);

    const { id: lab } = await client.createLab({
      name: 'removed',
      kubernetesVersion: 'v0.0.1-tagged',
    });
    const failed = await until(client, lab, ({ status }) => status === 'ERROR');
    expect(failed.statusMessage).toContain(image);
    expect((await client.getLab(other.id)).status).toBe('RUNNING');

    await docker('tag', id.trim(), image);
    await client.retryLab(lab);
    await until(client, lab, ({ status }) => status === 'RUNNING');
  });
});
