import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { containersOf, docker } from '../support/cluster';
import { until } from '../support/labs';
import { Portal } from '../support/portal';
import { eventually } from '../support/processes';

const run = promisify(execFile);
/** The time of two sweeps, which run every 30 s. */
const TWO_SWEEPS_MS = 75_000;

test.describe('on one Docker', () => {
  const foreign = `somebody-elses-${randomBytes(3).toString('hex')}`;
  let folder: string;
  let portals: Portal[] = [];

  test.beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-foreign-'));
    const image = process.env.KIND_NODE_IMAGE;
    await run('kind', [
      'create',
      'cluster',
      `--name=${foreign}`,
      `--kubeconfig=${path.join(folder, 'kubeconfig')}`,
      ...(image ? [`--image=${image}`] : []),
    ]);
    const pyk8sLab = { retention: { unknownClusters: '5s' } };
    portals = [
      await Portal.create({ pyk8sLab }),
      await Portal.create({ pyk8sLab }),
    ];
    await Promise.all(portals.map(portal => portal.startBackend()));
  });
  test.afterAll(async () => {
    await Promise.all(portals.map(portal => portal.stop()));
    await run('kind', [
      'delete',
      'cluster',
      `--name=${foreign}`,
      `--kubeconfig=${path.join(folder, 'kubeconfig')}`,
    ]);
    await rm(folder, { recursive: true, force: true });
  });

  test('a portal removes only its own orphans', async () => {
    const [one, other] = await Promise.all(
      portals.map(portal => portal.client('alice')),
    );
    const mine = await one.createLab({ name: 'mine' });
    const theirs = await other.createLab({ name: 'theirs' });
    await until(one, mine.id, ({ status }) => status === 'RUNNING');
    await until(other, theirs.id, ({ status }) => status === 'RUNNING');

    // A cluster of the first portal without a lab.
    const [container] = await containersOf(one, mine.id);
    const orphan = container.replace(
      /[0-9a-f]{8}-[0-9a-f-]{27}/,
      '00000000-0000-4000-8000-00000000dead',
    );
    const image = (
      await docker('inspect', '--format={{.Config.Image}}', container)
    ).trim();
    await docker(
      'create',
      `--name=${orphan}`,
      `--label=io.x-k8s.kind.cluster=${orphan.replace(/-control-plane$/, '')}`,
      '--label=io.x-k8s.kind.role=control-plane',
      image,
    );
    await eventually('the orphan is gone', TWO_SWEEPS_MS, async () =>
      (await docker('ps', '--all', `--filter=name=${orphan}`, '--quiet')) === ''
        ? true
        : undefined,
    );
    expect(await containersOf(one, mine.id)).toHaveLength(1);
    expect(await containersOf(other, theirs.id)).toHaveLength(1);
    const state = await docker(
      'inspect',
      '--format={{.State.Running}}',
      `${foreign}-control-plane`,
    );
    expect(state.trim()).toBe('true');
    expect((await one.getLab(mine.id)).status).toBe('RUNNING');
    expect((await other.getLab(theirs.id)).status).toBe('RUNNING');
  });
});
