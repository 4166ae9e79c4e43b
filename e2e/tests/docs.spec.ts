import { expect, signIn, testWith } from '../support/fixtures';
import { until } from '../support/labs';
import { look, scrollsSideways } from '../support/look';

const test = testWith({ pyk8sLab: { defaultProvider: 'simulated' } });

test('the documentation opens without Python, Docker or an image', async ({
  page,
  portal,
}) => {
  await signIn(page, portal, 'Alice');
  await page.goto(`${portal.appUrl}/docs/default/system/pyk8s-lab`);
  // It is built when it is opened first.
  await expect(
    page.getByRole('heading', { name: 'Your first lab' }),
  ).toBeVisible({ timeout: 60_000 });
  await look(page, 'docs');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(
    page.getByRole('heading', { name: 'Your first lab' }),
  ).toBeVisible();
  await look(page, 'docs-dark');

  await page
    .getByRole('link', { name: 'Command line', exact: true })
    .first()
    .click();
  await expect(page).toHaveURL(/\/cli\/?$/);
  await expect(page.getByRole('heading', { level: 1 }).last()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'docs-narrow');
  expect(await scrollsSideways(page)).toBe(false);
});

test('the sidebar has one stop for each entry, and shows where one is', async ({
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
