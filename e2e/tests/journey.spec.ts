import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  clusterOf,
  containersOf,
  kindProcessesOf,
  kubectl,
} from '../support/cluster';
import { expect, signIn, testWith } from '../support/fixtures';
import { SHORTEST_TTL_SECONDS } from '../support/portalConfig';
import { eventually } from '../support/processes';

const PHASES = [
  'image',
  'nodes',
  'config',
  'control-plane',
  'cni',
  'storage',
  'ready',
];

// As after `npm start`: the frontend has an origin of its own.
const test = testWith({ app: 'development' });

test('a user creates a real cluster, uses it, and deletes it', async ({
  page,
  portal,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-kubeconfig-'));
  const requests: string[] = [];
  await signIn(page, portal, 'Alice');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Create lab' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create a lab' });
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await name.fill('My Lab');
  await expect(dialog.getByText(/only lowercase letters/)).toBeVisible();
  await name.fill('journey');
  await expect(dialog.getByText(/only lowercase letters/)).toBeHidden();
  page.on('request', request => {
    if (/\/api\/pyk8s-lab\/(labs|events)/.test(request.url())) {
      requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
    }
  });
  // The current step on the page, at each change.
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenSteps: seen });
    new MutationObserver(() => {
      const step = document.querySelector('[aria-current=step]');
      const title = step?.textContent?.split('running', 1)[0].trim() ?? '';
      if (title && seen.at(-1) !== title) {
        seen.push(title);
      }
    }).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  await dialog.getByRole('button', { name: 'Create lab' }).click();

  // The lab's own page, which follows it without a reload or a poll.
  await expect(page.getByRole('heading', { name: 'journey' })).toBeVisible();
  const id = /labs\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps.getByRole('listitem')).toHaveCount(PHASES.length);
  await expect(steps.locator('[aria-current=step]')).toBeVisible();
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible({
    timeout: 180_000,
  });
  expect(
    requests.filter(request => request.startsWith('GET /api/pyk8s-lab/labs/'))
      .length,
  ).toBeLessThan(5);

  // Every phase was pushed to the page while it ran. The first ones take less than
  // a second, and may have ended before the page is open.
  const seenSteps = await page.evaluate(
    () => (window as unknown as { seenSteps: string[] }).seenSteps,
  );
  expect(seenSteps.join(' → ')).toContain(
    [
      'Starting the control plane',
      'Installing the pod network',
      'Installing the storage class',
      'Waiting until the cluster is ready',
    ].join(' → '),
  );
  // Every phase arrived, in order, and is listed in the activity.
  const client = await portal.client('alice');
  const lab = await client.getLab(id);
  expect(lab.phases.map(phase => phase.name)).toEqual(PHASES);
  expect(lab.simulated).toBe(false);
  expect(await containersOf(client, id)).toHaveLength(1);

  await page.getByRole('link', { name: 'Connection', exact: true }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download kubeconfig' }).click();
  const kubeconfig = path.join(folder, 'kubeconfig');
  await (await downloading).saveAs(kubeconfig);
  expect(await kubectl(kubeconfig, 'config', 'current-context')).toBe(
    'kind-journey\n',
  );
  expect(await kubectl(kubeconfig, 'get', 'nodes', '--no-headers')).toMatch(
    /control-plane\s+Ready\s/,
  );
  await kubectl(
    kubeconfig,
    'run',
    'hello',
    '--image=docker.io/library/busybox:1.36',
    '--image-pull-policy=IfNotPresent',
    '--restart=Never',
    '--',
    'sh',
    '-c',
    'echo hello from a lab',
  );
  await kubectl(
    kubeconfig,
    'wait',
    '--for=jsonpath={.status.phase}=Succeeded',
    'pod/hello',
    '--timeout=90s',
  );
  expect(await kubectl(kubeconfig, 'logs', 'hello')).toBe('hello from a lab\n');

  // The kubeconfig for sharing can read everything, and change nothing.
  const sharing = page.waitForEvent('download');
  await page
    .getByRole('button', { name: 'Download viewer kubeconfig' })
    .click();
  const viewer = path.join(folder, 'viewer');
  await (await sharing).saveAs(viewer);
  expect(await kubectl(viewer, 'config', 'current-context')).toBe(
    'kind-journey-viewer\n',
  );
  expect(await kubectl(viewer, 'get', 'pods', '--no-headers')).toMatch(/hello/);
  await expect(kubectl(viewer, 'delete', 'pod', 'hello')).rejects.toThrow(
    /forbidden/i,
  );

  // Paused, it is unreachable; resumed, everything is as before.
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('This lab is paused')).toBeVisible();
  await expect(kubectl(kubeconfig, 'get', 'nodes')).rejects.toThrow();
  await page
    .getByRole('button', { name: 'Resume', exact: true })
    .first()
    .click();
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible({
    timeout: 120_000,
  });
  expect(await kubectl(kubeconfig, 'get', 'nodes', '--no-headers')).toMatch(
    /control-plane\s+Ready\s/,
  );
  expect(await kubectl(kubeconfig, 'get', 'pods', '--no-headers')).toMatch(
    /hello/,
  );

  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(page.getByText('The kubeconfig was read.')).toBeVisible();
  await expect(
    page.getByText('A read-only kubeconfig was created.'),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByText('DNS', { exact: true })).toBeVisible();

  // Other users cannot see it.
  const stranger = await portal.client('bob');
  await expect(stranger.getLab(id)).rejects.toMatchObject({ statusCode: 404 });
  expect((await stranger.listLabs()).totalItems).toBe(0);

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete journey' }).click();
  await expect(page.getByText('This lab is deleted')).toBeVisible({
    timeout: 60_000,
  });
  expect(await containersOf(client, id)).toEqual([]);
  expect(await kindProcessesOf(await clusterOf(client, id))).toEqual([]);
  await page.goto(`${portal.appUrl}/labs`);
  await expect(page.getByRole('heading', { name: 'Your labs' })).toBeVisible();
  await expect(page.getByText('journey', { exact: true })).toBeHidden();
  await rm(folder, { recursive: true, force: true });
});

test('a lab with the minimum lifetime expires by itself', async ({
  page,
  portal,
}) => {
  await signIn(page, portal, 'Alice');
  await page.getByRole('button', { name: 'Create lab' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create a lab' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('short');
  await dialog
    .getByRole('textbox', { name: 'Lifetime' })
    .fill(`${SHORTEST_TTL_SECONDS}s`);
  await dialog.getByRole('button', { name: 'Create lab' }).click();
  await expect(page.getByRole('heading', { name: 'short' })).toBeVisible();
  const id = /labs\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';

  await expect(page.getByText('This lab is deleted')).toBeVisible({
    timeout: 240_000,
  });
  const client = await portal.client('alice');
  expect(await containersOf(client, id)).toEqual([]);

  const { items } = await client.getLabActivity(id, { limit: 200 });
  const instant = (type: string) =>
    Date.parse(items.find(event => event.type === type)?.at ?? '');
  const due = instant('lab.running') + SHORTEST_TTL_SECONDS * 1000;
  const lag = instant('lab.expired') - due;
  test.info().annotations.push({
    type: 'deletion lag',
    description: `${lag} ms`,
  });
  expect(lag).toBeGreaterThanOrEqual(0);
  expect(lag).toBeLessThan(5_000);
});

test('three labs requested at once all become ready', async ({ portal }) => {
  const client = await portal.client('bob');
  const labs = await Promise.all(
    ['one', 'two', 'three'].map(name => client.createLab({ name })),
  );
  await eventually('all three run', 240_000, async () => {
    const { items } = await client.listLabs();
    expect(items.filter(({ status }) => status === 'ERROR')).toEqual([]);
    return items.every(({ status }) => status === 'RUNNING') ? true : undefined;
  });
  const { items } = await client.listLabs();
  expect(new Set(items.map(({ endpoint }) => endpoint)).size).toBe(3);
  await Promise.all(labs.map(({ id }) => client.deleteLab(id)));
  await eventually('all three are deleted', 120_000, async () =>
    (await client.listLabs()).totalItems === 0 ? true : undefined,
  );
  for (const { id } of labs) {
    expect(await containersOf(client, id)).toEqual([]);
  }
});
