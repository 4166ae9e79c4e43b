import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import path from 'node:path';

/** The folder of pictures for the documentation; defaults to that of the results. */
const folder = process.env.PYK8S_LAB_SCREENSHOTS;

/**
 * Takes a picture of a page, and checks its accessibility, without Backstage's sidebar,
 * toasts and live regions.
 *
 * @param part - the CSS selector to check, on pages that are mostly Backstage's;
 *   defaults to the whole page
 */
export async function checkPage(
  page: Page,
  name: string,
  part = 'html',
): Promise<void> {
  const file = `${name}.png`;
  await page.screenshot({
    path: folder ? path.join(folder, file) : test.info().outputPath(file),
    animations: 'disabled',
  });
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .exclude('nav[aria-label="sidebar nav"]')
    .exclude('[class*="Toast_"]')
    .exclude('[data-live-announcer]')
    .analyze();
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(n => n.html).join(' ')}`),
  ).toEqual([]);
}

/** True when a page scrolls sideways. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      document.documentElement.scrollWidth >
      document.documentElement.clientWidth,
  );
}
