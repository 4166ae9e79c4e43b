import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import path from 'node:path';

/** Where pictures for the documents go; beside the results unless set. */
const folder = process.env.PYK8S_LAB_SCREENSHOTS;

/**
 * Takes a picture of a page, and looks for what keeps people with disabilities
 * out. The sidebar, the toasts and what speaks to screen readers are Backstage's
 * own, and are left out.
 *
 * @param part - the CSS selector of what is looked through, on pages that are
 *   mostly Backstage's own; all of the page unless given
 */
export async function look(
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

/** True when a page is wider than the screen. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      document.documentElement.scrollWidth >
      document.documentElement.clientWidth,
  );
}
