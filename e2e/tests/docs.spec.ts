import { expect, signIn, testWith } from '../support/fixtures';
import { until } from '../support/labs';
import { checkPage, scrollsSideways } from '../support/pageChecks';
import { eventually } from '../support/processes';

const test = testWith({ pyk8sLab: { defaultProvider: 'simulated' } });

test('the documentation opens without Python, Docker or an image', async ({
  page,
  portal,
}) => {
  await signIn(page, portal, 'Alice');
  await page.goto(`${portal.appUrl}/docs/default/system/pyk8s-lab`);
  // It is built when it is opened for the first time.
  await expect(
    page.getByRole('heading', { name: 'Your first lab' }),
  ).toBeVisible({ timeout: 60_000 });
  await checkPage(page, 'docs');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(
    page.getByRole('heading', { name: 'Your first lab' }),
  ).toBeVisible();
  await checkPage(page, 'docs-dark');

  await page
    .getByRole('link', { name: 'Command line', exact: true })
    .first()
    .click();
  await expect(page).toHaveURL(/\/cli\/?$/);
  await expect(page.getByRole('heading', { level: 1 }).last()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await checkPage(page, 'docs-narrow');
  expect(await scrollsSideways(page)).toBe(false);
});

test('the sidebar has one tab stop for each entry, and marks the current page', async ({
  page,
  portal,
}) => {
  const alice = await portal.client('alice');
  const { id } = await alice.createLab({ name: 'tells' });
  await until(alice, id, ({ status }) => status === 'RUNNING');
  await signIn(page, portal, 'Alice');
  const sidebar = page.getByRole('navigation', { name: 'sidebar nav' });
  await expect(sidebar.getByText('1', { exact: true })).toBeVisible();

  await sidebar.getByRole('link', { name: 'PyK8s-Lab: home' }).focus();
  const stops: (string | null)[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = page.locator(':focus');
    const isInSidebar = await sidebar.locator(':focus').count();
    if (isInSidebar === 0) {
      break;
    }
    await expect(stop).toHaveCSS('outline-width', '2px');
    stops.push(await stop.getAttribute('aria-label'));
  }
  expect(stops).toEqual(expect.arrayContaining(['Search', 'Labs', 'Settings']));
  expect(stops.filter(stop => stop === 'Notifications')).toHaveLength(1);
  expect(new Set(stops).size).toBe(stops.length);
  await page.screenshot({ path: test.info().outputPath('sidebar.png') });
});

test('the API can be tried on its page, as the signed-in user', async ({
  page,
  portal,
}) => {
  const alice = await portal.client('alice');
  await signIn(page, portal, 'Alice');
  const token = await portal.token('alice');
  // The catalog may not have read it yet.
  await eventually('the catalog has the API', 60_000, async () => {
    const { ok } = await fetch(
      `${portal.backendUrl}/api/catalog/entities/by-name/api/default/pyk8s-lab`,
      { headers: { Authorization: `Bearer ${token}` } },
    );
    return ok ? true : undefined;
  });
  await page.goto(`${portal.appUrl}/catalog/default/api/pyk8s-lab/definition`);
  const operation = page.locator('.opblock', {
    has: page.locator('[data-path="/options"]'),
  });
  await operation.locator('.opblock-summary-control').click({
    timeout: 60_000,
  });
  await operation.getByRole('button', { name: 'Try it out' }).click();
  const answered = page.waitForResponse(
    `${portal.backendUrl}/api/pyk8s-lab/options`,
  );
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = await answered;
  expect(answer.request().headers().authorization).toMatch(/^Bearer ./);
  expect(answer.status()).toBe(200);
  // The free resources of the host change between responses.
  const { owners } = await alice.getOptions();
  expect(await answer.json()).toMatchObject({ owners });
  await expect(
    operation.locator('.live-responses-table .response .response-col_status'),
  ).toContainText('200');
  await page.screenshot({ path: test.info().outputPath('try-it-out.png') });
});
