import { expect, test } from '@playwright/test';
import { Random } from '@internal/test-utils';
import type { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  clusterOf,
  containersNamed,
  containersOf,
  docker,
  kindProcessesOf,
} from '../support/cluster';
import { countTypes, eventsOf, until } from '../support/labs';
import { Portal } from '../support/portal';

/** The time within which every lab must reach its wanted state after a restart. */
const RIGHT_WITHIN_MS = 60_000;
/** `npm run soak` has more rounds; beyond the number of phases they repeat. */
const ROUNDS = Number(process.env.PYK8S_LAB_KILL_ROUNDS) || 3;
/** Selects the phases, and whether requests complete first; set by the Playwright config. */
const SEED = Number(process.env.PYK8S_LAB_KILL_SEED);

const PHASES: string[] = [
  'image',
  'nodes',
  'config',
  'control-plane',
  'cni',
  'storage',
  'ready',
];

const random = Random.create(SEED);
/** Each round skips one phase: seven rounds cover all of them. */
const firstPhase = random.below(PHASES.length);

test.describe(`a backend that is killed (PYK8S_LAB_KILL_SEED=${SEED})`, () => {
  let portal: Portal;
  /** The prefix of the names of this portal's clusters. */
  let clusterPrefix: string;
  /** Alternately paused and resumed. */
  let sleeper: string;
  /** Extended in each round. */
  let extended: string;
  /** Created in the last round, and deleted in this one. */
  let last: string | undefined;

  test.beforeAll(async () => {
    portal = await Portal.create({
      pyk8sLab: { provisioning: { concurrency: 2 } },
    });
    await portal.startBackend();
    const client = await portal.client('alice');
    sleeper = (await client.createLab({ name: 'sleeper' })).id;
    extended = (await client.createLab({ name: 'extended' })).id;
    await running(client, sleeper);
    await running(client, extended);
    const cluster = await clusterOf(client, sleeper);
    clusterPrefix = /^lab-[a-z0-9]+-/.exec(cluster ?? '')?.[0] ?? '';
    expect(clusterPrefix).not.toBe('');
  });

  test.afterAll(async () => {
    await portal.stop();
    expect(await containersNamed(clusterPrefix)).toEqual([]);
  });

  const running = (client: LabClient, id: string) =>
    until(client, id, ({ status }) => status === 'RUNNING');

  for (let round = 0; round < ROUNDS; round++) {
    const phase = PHASES[(firstPhase + round * 2) % PHASES.length];
    const pauses = round % 2 === 0;
    const isAnswered = random.pick([true, false]);
    const name = `round ${round + 1}: in the phase ${phase}, while it ${
      pauses ? 'pauses' : 'resumes'
    }, extends and deletes, ${isAnswered ? 'after' : 'before'} the answers`;

    test(name, async () => {
      const client = await portal.client('alice');
      const { id } = await client.createLab({ name: `killed-${round}` });
      const order: string[] = PHASES;
      await until(
        client,
        id,
        lab =>
          lab.phase !== undefined &&
          order.indexOf(lab.phase) >= order.indexOf(phase),
      );
      const { expiresAt = '' } = await client.getLab(extended);
      const asked = Promise.allSettled([
        pauses ? client.pauseLab(sleeper) : client.resumeLab(sleeper),
        last ? client.deleteLab(last) : undefined,
        client.updateLab(extended, { extendBy: '1m' }),
      ]);
      if (isAnswered) {
        await asked;
      }
      await portal.killBackend();
      const [slept, deleted, longer] = await asked;

      await portal.startBackend();
      const restarted = Date.now();
      const again = await portal.client('alice');
      const within = () =>
        Math.max(1_000, RIGHT_WITHIN_MS - (Date.now() - restarted));

      const made = await until(
        again,
        id,
        ({ status }) => status === 'RUNNING' || status === 'ERROR',
        within(),
      );
      expect(made).toMatchObject({ status: 'RUNNING' });
      const sleeps = await until(
        again,
        sleeper,
        ({ status }) => status === 'RUNNING' || status === 'PAUSED',
        within(),
      );
      if (slept.status === 'fulfilled') {
        expect(sleeps.status).toBe(pauses ? 'PAUSED' : 'RUNNING');
      }
      const gained =
        (Date.parse((await again.getLab(extended)).expiresAt ?? '') -
          Date.parse(expiresAt)) /
        1000;
      expect(longer.status === 'fulfilled' ? [60] : [0, 60]).toContain(gained);
      if (last && deleted.status === 'fulfilled') {
        await until(
          again,
          last,
          ({ status }) => status === 'DELETED',
          within(),
        );
        expect(await containersOf(again, last)).toEqual([]);
        expect(await kindProcessesOf(await clusterOf(again, last))).toEqual([]);
      }

      // One cluster for each lab, and one end of each attempt.
      for (const lab of [id, sleeper, extended]) {
        expect(await containersOf(again, lab)).toHaveLength(1);
        expect(await kindProcessesOf(await clusterOf(again, lab))).toEqual([]);
      }
      const types = countTypes(await eventsOf(again, id));
      expect(types).toMatchObject({ 'lab.created': 1, 'lab.running': 1 });
      expect(made.attempt).toBe(1);

      // The next round pauses running labs, and resumes paused ones.
      if (sleeps.status !== (pauses ? 'PAUSED' : 'RUNNING')) {
        await (pauses ? again.pauseLab(sleeper) : again.resumeLab(sleeper));
        await until(
          again,
          sleeper,
          ({ status }) => status === (pauses ? 'PAUSED' : 'RUNNING'),
        );
      }
      if (last && deleted.status !== 'fulfilled') {
        await again.deleteLab(last);
      }
      last = id;
    });
  }

  test('stopped during a create: nothing continues without it', async () => {
    const client = await portal.client('alice');
    const { id } = await client.createLab({ name: 'stopped' });
    await until(client, id, ({ phase }) => phase === 'control-plane');
    const cluster = await clusterOf(client, id);
    expect(cluster).toBeDefined();
    await portal.stopBackend();
    expect(await kindProcessesOf(cluster)).toEqual([]);

    await portal.startBackend();
    const again = await portal.client('alice');
    await running(again, id);
  });

  test('a node that was removed manually: the lab reports it, and is recreated', async () => {
    const client = await portal.client('alice');
    const [container] = await containersOf(client, extended);
    await docker('rm', '--force', '--volumes', container);
    const gone = await until(
      client,
      extended,
      ({ status }) => status === 'ERROR',
      60_000,
    );
    expect(gone.statusMessage).toContain('The cluster no longer exists');
    await client.retryLab(extended);
    await running(client, extended);
    expect(await containersOf(client, extended)).toHaveLength(1);
  });
});
