import type { Page } from '@playwright/test';
import type { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { containersOf, docker } from '../support/cluster';
import { until } from '../support/labs';
import { expect, signIn, test } from '../support/fixtures';
import { checkPage, scrollsSideways } from '../support/pageChecks';

const entry = (page: Page, command: string) =>
  page.getByRole('group', { name: command, exact: true }).last();

async function run(page: Page, command: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Command' });
  await field.fill(command);
  await field.press('Enter');
}

/** Input beyond the limits of size, length and number. */
async function keepsToItsBounds(client: LabClient, id: string): Promise<void> {
  // 50 MB.
  const line = `${'x'.repeat(49)}.`;
  const flood = await client.execInLab(id, {
    command: `kubectl get ns default -o go-template='{{range 1000000}}${line}{{end}}'`,
  });
  expect(flood).toMatchObject({ exitCode: 0, truncated: true, error: '' });
  expect(flood.output).toBe(line.repeat(20_972).slice(0, 1_048_576));

  const endless = 'kubectl wait --for=delete ns/default --timeout=-1s';
  const late = await client.execInLab(id, { command: endless, timeout: '2s' });
  expect(late).toMatchObject({ timedOut: true, exitCode: 124 });
  const left = new AbortController();
  const cancelled = client.execInLab(
    id,
    { command: endless },
    { signal: left.signal },
  );
  await eventually(async () =>
    (await processesIn(client, id)).includes(endless),
  );
  left.abort();
  await expect(cancelled).rejects.toThrow();
  await eventually(
    async () => !(await processesIn(client, id)).includes(endless),
  );

  // A cancelled command counts until its end is recorded.
  await eventually(async () => {
    const twenty = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        client.execInLab(id, { command: 'kubectl version --client' }),
      ),
    );
    const refused = twenty.flatMap(one =>
      one.status === 'rejected' ? one.reason.response.status : [],
    );
    expect(refused).toEqual(refused.map(() => 429));
    return twenty.length - refused.length >= 4;
  });
}

/** The command lines of processes on a lab's control plane. */
async function processesIn(client: LabClient, id: string): Promise<string> {
  const [node] = await containersOf(client, id);
  return docker('top', node, '-eo', 'pid,args');
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000 }).toBe(true);
}

test('a user runs commands in a real cluster', async ({ page, portal }) => {
  const alice = await portal.client('alice');
  const { id } = await alice.createLab({ name: 'commanded', provider: 'kind' });
  await signIn(page, portal, 'Alice');
  await until(alice, id, lab => lab.status === 'RUNNING');
  await keepsToItsBounds(alice, id);
  await page.goto(`${portal.appUrl}/labs/${id}`);
  await page.getByRole('link', { name: 'Console', exact: true }).click();
  await expect(page.getByText('No commands yet')).toBeVisible();
  await checkPage(page, 'lab-console-empty');

  // A suggestion, by keyboard.
  const field = page.getByRole('textbox', { name: 'Command' });
  await page.getByRole('button', { name: 'Nodes', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('kubectl get nodes -o wide');
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  const nodes = entry(page, 'kubectl get nodes -o wide');
  await expect(nodes.getByText(/control-plane\s+Ready\s/)).toBeVisible();
  await expect(nodes.getByText(/^Exit code 0 after/)).toBeVisible();
  await expect(
    page.getByRole('status').getByText(/^The command ended with exit code 0/),
  ).toBeAttached();

  // A failed command shows its stderr and exit code.
  await run(page, 'kubectl get pod no-such-pod');
  const failed = entry(page, 'kubectl get pod no-such-pod');
  await expect(failed.getByText('stderr', { exact: true })).toBeVisible();
  await expect(failed.getByText(/"no-such-pod" not found/)).toBeVisible();
  await expect(failed.getByText(/^Exit code 1 after/)).toBeVisible();

  // Shell syntax is refused, with the reason.
  await run(page, 'kubectl get pods | grep x');
  const refused = entry(page, 'kubectl get pods | grep x');
  await expect(refused.getByText('Not run', { exact: true })).toBeVisible();
  await expect(refused.getByText(/pipe|shell/i)).toBeVisible();

  // Something to read.
  await page.getByRole('button', { name: 'Apply a manifest' }).click();
  await expect(page.getByRole('textbox', { name: 'Stdin' })).toHaveValue(
    /kind: ConfigMap/,
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const applied = entry(page, 'kubectl apply -f -');
  await expect(applied.getByText('configmap/hello created')).toBeVisible();

  // A watch continues until it is cancelled, even on another page.
  await run(page, 'kubectl get configmaps -w');
  const watch = entry(page, 'kubectl get configmaps -w');
  await expect(watch.getByText(/hello\s+1\s/)).toBeVisible();
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  const made = await alice.execInLab(id, {
    command: 'kubectl create configmap seen-live',
  });
  expect(made).toMatchObject({ exitCode: 0, timedOut: false });
  await page.getByRole('link', { name: 'Console', exact: true }).click();
  await expect(watch.getByText(/seen-live\s+0\s/)).toBeVisible();
  await expect(watch.getByText('Running', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(watch.getByText(/^Cancelled after/)).toBeVisible();
  await expect(field).toBeFocused();

  await field.press('ArrowUp');
  await expect(field).toHaveValue('kubectl get configmaps -w');
  await field.press('ArrowUp');
  await expect(field).toHaveValue('kubectl apply -f -');
  await field.press('ArrowDown');
  await field.press('ArrowDown');
  await expect(field).toHaveValue('');

  // The view follows a long output, unless it was scrolled up.
  await run(page, 'kubectl explain deployments --recursive');
  const long = entry(page, 'kubectl explain deployments --recursive');
  const output = page.getByRole('log', { name: 'Output' });
  await expect(long.getByText(/^Exit code 0 after/)).toBeInViewport();
  await output.focus();
  await page.keyboard.press('Home');
  await expect(nodes.getByText(/^Exit code 0 after/)).toBeInViewport();

  await checkPage(page, 'lab-console');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(field).toBeVisible();
  await checkPage(page, 'lab-console-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(field).toBeVisible();
  await checkPage(page, 'lab-console-narrow');
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });

  // Manifests, pasted and chosen from files, with kubectl's output.
  const apply = page.getByRole('dialog');
  const openApply = page.getByRole('button', { name: 'Apply manifests' });
  await openApply.click();
  await apply
    .getByRole('textbox', { name: /Or paste manifests/ })
    .fill('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: pasted\n');
  await apply
    .getByLabel('Files', { exact: true })
    .last()
    .setInputFiles({
      name: 'chosen.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: chosen\n',
      ),
    });
  await apply.getByRole('textbox', { name: /Namespace/ }).fill('shop');
  await checkPage(page, 'lab-apply', '[role=dialog]');
  await page.setViewportSize({ width: 390, height: 844 });
  await checkPage(page, 'lab-apply-narrow', '[role=dialog]');
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  await apply.getByRole('button', { name: 'Apply', exact: true }).click();
  const manifests = page.getByRole('region', { name: 'Manifests' });
  await expect(manifests.getByText(/^Done after .* · /)).toBeVisible();
  const inShop = await alice.execInLab(id, {
    command: 'kubectl get configmaps -n shop pasted chosen -o name',
  });
  expect(inShop.output).toBe('configmap/pasted\nconfigmap/chosen\n');
  await openApply.click();
  await apply
    .getByRole('textbox', { name: /Or paste manifests/ })
    .fill('apiVersion: v9\nkind: Pot\nmetadata:\n  name: tea\n');
  await apply.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(
    manifests.getByText(/no matches for kind "Pot"/).first(),
  ).toBeVisible();
  await page.mouse.wheel(0, 2_000);
  await checkPage(page, 'lab-applied');

  // Each command is in the activity, with who ran it.
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(page.getByText(/^Command ·/).first()).toBeVisible();

  // A reload keeps the commands, but not their output.
  await page.goto(`${portal.appUrl}/labs/${id}/console`);
  await expect(page.getByText('No commands yet')).toBeVisible();
  await field.press('ArrowUp');
  await expect(field).toHaveValue('kubectl explain deployments --recursive');
  await field.press('ArrowUp');
  await expect(field).toHaveValue('kubectl get configmaps -w');
  await page.keyboard.press('Enter');
  await expect(watch.getByText(/hello\s+1\s/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(watch.getByText(/^Cancelled after/)).toBeVisible();

  // Paused, it keeps the output, and explains how to continue.
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/Resume it to run commands/)).toBeVisible();
  await expect(field).toBeDisabled();
  await expect(watch.getByText(/hello\s+1\s/)).toBeVisible();
  await page
    .getByRole('button', { name: 'Resume', exact: true })
    .first()
    .click();
  await expect(field).toBeEnabled({ timeout: 120_000 });

  await alice.deleteLab(id);
  await until(alice, id, lab => lab.status === 'DELETED');
});
