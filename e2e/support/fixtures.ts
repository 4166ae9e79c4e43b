import { test as base, type Page } from '@playwright/test';
import { Portal } from './portal';
import type { PortalOptions } from './portalConfig';

/** A browser test with a portal for its file, configured by options. */
export const testWith = (options: PortalOptions = {}) =>
  base.extend<object, { portal: Portal }>({
    portal: [
      // eslint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const portal = await Portal.create(options);
        try {
          await portal.start();
          await use(portal);
        } finally {
          await portal.stop();
        }
      },
      { scope: 'worker', timeout: 5 * 60_000 },
    ],
  });

/** A browser test with a portal for its file. */
export const test = testWith();

export { expect } from '@playwright/test';

/** Opens the Labs page as one of the example users. */
export async function signIn(
  page: Page,
  portal: Portal,
  name: string,
): Promise<void> {
  // The catalog reads the example users in the first seconds after a start.
  await portal.token(name.toLowerCase());
  await page.goto(`${portal.appUrl}/labs`);
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('heading', { name: 'Your labs' }).waitFor();
}
