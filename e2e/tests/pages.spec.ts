import { until } from '../support/labs';
import { expect, signIn, test } from '../support/fixtures';
import { checkPage, scrollsSideways } from '../support/pageChecks';
import { MISSING_VERSION } from '../support/portalConfig';

test('the pages are readable in every state, size and theme', async ({
  page,
  portal,
}) => {
  await portal.token('alice');
  await page.goto(portal.appUrl);
  await page.getByRole('button', { name: /Alice/ }).waitFor();
  await checkPage(page, 'sign-in');

  await signIn(page, portal, 'Alice');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await checkPage(page, 'labs-empty');

  const client = await portal.client('alice');
  const failed = await client.createLab({
    name: 'no-such-version',
    kubernetesVersion: MISSING_VERSION,
    purpose: 'See what an error looks like',
  });
  const running = await client.createLab({
    name: 'checkout-test',
    ttl: '4h',
    owner: 'group:default/team-payments',
    workers: 1,
    purpose: 'Try the new payment flow',
  });
  await page.goto(`${portal.appUrl}/labs/${running.id}`);
  await expect(
    page.locator('[aria-current=step]').getByText('Starting the control plane'),
  ).toBeVisible({ timeout: 120_000 });
  await checkPage(page, 'lab-provisioning');
  await until(client, failed.id, ({ status }) => status === 'ERROR');

  await until(client, running.id, ({ status }) => status === 'RUNNING');
  await client.createLab({ name: 'scratch', ttl: '30m' });
  await page.goto(`${portal.appUrl}/labs`);
  const row = page.getByRole('row', { name: /checkout-test/ });
  await expect(row.getByText('Running', { exact: true })).toBeVisible();
  await checkPage(page, 'labs');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(row).toBeVisible();
  await checkPage(page, 'labs-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText('checkout-test').first()).toBeVisible();
  await checkPage(page, 'labs-narrow');
  expect(await scrollsSideways(page)).toBe(false);

  await page.goto(`${portal.appUrl}/labs/${failed.id}`);
  await expect(page.getByRole('button', { name: 'Recreate' })).toBeVisible();
  await expect(page.getByText(/could not be pulled/).first()).toBeVisible();
  await checkPage(page, 'lab-failed-narrow');
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  await expect(page.getByText(/could not be pulled/).first()).toBeVisible();
  await checkPage(page, 'lab-failed-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.getByText(/could not be pulled/).first()).toBeVisible();
  await checkPage(page, 'lab-failed');

  await page.goto(`${portal.appUrl}/labs/${running.id}`);
  await expect(page.getByText('DNS', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('link', { name: 'Team Payments' }).first(),
  ).toBeVisible();
  await checkPage(page, 'lab');
  await page.getByRole('link', { name: 'Connection', exact: true }).click();
  await expect(
    page.getByRole('button', { name: 'Download kubeconfig' }),
  ).toBeEnabled();
  await checkPage(page, 'lab-connection');
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(
    page.getByText('The cluster is ready.', { exact: true }),
  ).toBeVisible();
  await checkPage(page, 'lab-activity');

  await page.goto(`${portal.appUrl}/labs`);
  await page.getByRole('button', { name: 'Create lab' }).first().click();
  await expect(
    page.getByRole('dialog').getByRole('textbox', { name: 'Name' }),
  ).toBeVisible();
  await checkPage(page, 'create-lab');

  await page.goto(`${portal.appUrl}/labs/00000000-0000-4000-8000-000000000000`);
  await expect(page.getByText('Lab not found')).toBeVisible();
  await checkPage(page, 'lab-not-found');
});
