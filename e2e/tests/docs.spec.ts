import { expect, signIn, testWith } from '../support/fixtures';
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
