import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../support/fixtures';
import { until } from '../support/labs';
import { checkPage, scrollsSideways } from '../support/pageChecks';

// These pages are the same for real and simulated labs.
const provider = 'simulated';

const status = (page: Page, title: string) =>
  page.getByText(title, { exact: true }).first();

test('a team shares a lab until it is transferred', async ({
  page,
  portal,
}) => {
  const alice = await portal.client('alice');
  const { id } = await alice.createLab({
    name: 'shared',
    owner: 'group:default/team-payments',
    provider,
    // The first warning is due as soon as it runs.
    ttl: '14m',
  });
  await signIn(page, portal, 'Dan');
  await page
    .getByRole('row', { name: /shared/ })
    .getByText('shared')
    .click();
  await until(alice, id, lab => lab.status === 'RUNNING');

  // A member of the team is warned before it expires, and extends it.
  await expect(page.getByText('This lab ends soon')).toBeVisible();
  await checkPage(page, 'lab-ending');
  await page.getByRole('button', { name: 'Extend by 1h' }).click();
  await expect(page.getByText('This lab ends soon')).toBeHidden();

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('This lab is paused')).toBeVisible();
  await expect(page.getByText(/by Dan/)).toBeVisible();
  await checkPage(page, 'lab-paused');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.getByText('This lab is paused')).toBeVisible();
  await checkPage(page, 'lab-paused-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('link', { name: 'Connection', exact: true }).click();
  await expect(page.getByText(/Resume it to connect/)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Download kubeconfig' }),
  ).toBeDisabled();
  await page
    .getByRole('button', { name: 'Resume', exact: true })
    .first()
    .click();
  await expect(status(page, 'Running')).toBeVisible();

  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(page.getByText(/^Resuming ·/)).toBeVisible();
  await checkPage(page, 'lab-activity-of-many');

  // It is transferred to another owner while Dan has it open.
  await alice.updateLab(id, { owner: 'user:default/alice' });
  await expect(
    page.getByText('You no longer have access to this lab'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toBeHidden();
  await checkPage(page, 'lab-hidden');
  await page.goto(`${portal.appUrl}/labs/${id}`);
  await expect(page.getByText('Lab not found')).toBeVisible();
});

test('the link of a notification extends with one click', async ({
  page,
  portal,
}) => {
  const alice = await portal.client('alice');
  const { id } = await alice.createLab({
    name: 'warned',
    provider,
    ttl: '14m',
  });
  const { expiresAt = '' } = await until(
    alice,
    id,
    lab => lab.status === 'RUNNING',
  );
  await signIn(page, portal, 'Alice');
  await page.goto(`${portal.appUrl}/labs/${id}?extend`);
  const dialog = page.getByRole('dialog', { name: 'Extend warned' });
  await expect(dialog).toBeVisible();
  await checkPage(page, 'extend-lab');
  expect((await alice.getLab(id)).expiresAt).toBe(expiresAt);

  await dialog.getByRole('button', { name: 'Extend by 1h' }).click();
  await expect(dialog).toBeHidden();
  expect(new URL(page.url()).search).toBe('');
  const extended = Date.parse((await alice.getLab(id)).expiresAt ?? '');
  expect(extended - Date.parse(expiresAt)).toBe(3_600_000);
});

test('an administrator manages the labs of others', async ({
  page,
  portal,
}) => {
  const bob = await portal.client('bob');
  const { id } = await bob.createLab({ name: 'forgotten', provider });
  await signIn(page, portal, 'Carol');
  await expect(page.getByText('You have no labs yet')).toBeVisible();

  await page.getByText('All labs', { exact: true }).click();
  await expect(page.getByText(/You see everybody's labs/)).toBeVisible();
  const row = page.getByRole('row', { name: /forgotten/ });
  await expect(row.getByText('Bob Tanaka')).toBeVisible();
  await checkPage(page, 'labs-all');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText('forgotten').first()).toBeVisible();
  await checkPage(page, 'labs-all-narrow');
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });

  await page.getByRole('searchbox', { name: "Owner's name" }).fill('bob');
  await expect(page.getByRole('row', { name: /warned|shared/ })).toHaveCount(0);
  // The choice is in the URL, and survives a reload.
  await page.reload();
  await expect(row).toBeVisible();

  await page.getByRole('button', { name: 'Actions for forgotten' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeEnabled();
  await checkPage(page, 'lab-menu');
  await page.getByRole('menuitem', { name: 'Transfer…' }).click();
  const handOver = page.getByRole('dialog', {
    name: 'Transfer forgotten',
  });
  await handOver.getByRole('combobox', { name: /New owner/ }).fill('search');
  await page.getByRole('option', { name: 'Team Search' }).click();
  // While it fades in, its text has less contrast.
  await expect(page.getByText('group:default/team-search')).toBeHidden();
  await checkPage(page, 'hand-over');
  await handOver.getByRole('button', { name: /Transfer to/ }).click();
  await expect(handOver).toBeHidden();
  expect((await bob.getLab(id)).owner).toBe('group:default/team-search');

  await page.goto(`${portal.appUrl}/labs?owner=all`);
  await page.getByRole('button', { name: 'Actions for forgotten' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete forgotten' }).click();
  await expect(page.getByRole('row', { name: /forgotten/ })).toHaveCount(0);
  // Bob reads in the activity who did it.
  const { items } = await bob.getLabActivity(id);
  expect(items.find(({ type }) => type === 'lab.deleting')?.actorRef).toBe(
    'user:default/carol',
  );
});
