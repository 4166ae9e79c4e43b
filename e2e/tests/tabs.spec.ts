import type { BrowserContext, Page, Request } from '@playwright/test';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { expect, signIn, testWith } from '../support/fixtures';
import { until } from '../support/labs';
import type { Portal } from '../support/portal';

// Tabs work the same for real and simulated labs.
const test = testWith({
  pyk8sLab: {
    defaultProvider: 'simulated',
    simulated: { provisioningTime: { milliseconds: 200 } },
  },
});

/** Browsers open no more HTTP/1.1 connections to a server. */
const CONNECTIONS = 6;

const openTabs = (context: BrowserContext, urls: readonly string[]) =>
  Promise.all(
    urls.map(async url => {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    }),
  );

/** Simulates visibility: in Playwright every page is visible. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate(hidden => {
    Object.defineProperty(document, 'hidden', {
      configurable: true,
      get: () => hidden,
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

/** Counts the open streams of the pages of a context. */
function countStreams(context: BrowserContext): { open: () => number } {
  const streams = new Set<Request>();
  context.on('request', request => {
    if (/\/api\/pyk8s-lab\/events/.test(request.url())) {
      streams.add(request);
    }
  });
  context.on('requestfailed', request => streams.delete(request));
  context.on('requestfinished', request => streams.delete(request));
  return {
    open: () =>
      // A closed page reports no more events.
      [...streams].filter(request => !request.frame().page().isClosed()).length,
  };
}

const live = (page: Page) => page.getByText('Live', { exact: true });
/** Announced to screen readers shortly after. */
const following = (page: Page) => page.getByText(/^Following, \d+ lines?$/);
const row = (page: Page, name: string) =>
  page.getByRole('row', { name: new RegExp(name) });

async function aLab(portal: Portal, name: string): Promise<Lab> {
  const client = await portal.client('alice');
  const { id } = await client.createLab({ name });
  return until(client, id, ({ status }) => status === 'RUNNING');
}

test('seven tabs share one stream, whichever of them is closed', async ({
  context,
  page,
  portal,
}) => {
  const streams = countStreams(context);
  await signIn(page, portal, 'Alice');
  const others = await openTabs(
    context,
    Array(CONNECTIONS).fill(`${portal.appUrl}/labs`),
  );
  const tabs = [page, ...others];
  for (const tab of tabs) {
    await expect(live(tab)).toBeVisible();
  }
  await expect.poll(streams.open).toBe(1);

  await aLab(portal, 'first');
  for (const tab of tabs) {
    await expect(row(tab, 'first')).toContainText('Running');
  }

  // The first one has the connection.
  await page.close();
  await aLab(portal, 'second');
  for (const tab of others) {
    await expect(row(tab, 'second')).toContainText('Running');
    await expect(live(tab)).toBeVisible();
  }
  await expect.poll(streams.open).toBe(1);

  // Each tab can make changes.
  const last = others[others.length - 1];
  await row(last, 'first').getByText('first').click();
  await last.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(row(others[0], 'first')).toContainText('Paused');

  // A leader in the background hands the stream over; no tab misses an event.
  for (const tab of others.slice(0, 5)) {
    await setHidden(tab, true);
  }
  await aLab(portal, 'third');
  await expect.poll(streams.open, { timeout: 20_000 }).toBe(1);
  await setHidden(last, true);
  await expect.poll(streams.open, { timeout: 20_000 }).toBe(0);
  await aLab(portal, 'fourth');
  await setHidden(others[0], false);
  await expect(row(others[0], 'third')).toContainText('Running');
  await expect(row(others[0], 'fourth')).toContainText('Running');
});

test('users of one browser see only their own labs', async ({
  context,
  page,
  portal,
}) => {
  await signIn(page, portal, 'Alice');
  const other = await context.newPage();
  await other.goto(`${portal.appUrl}/settings`);
  // Simulates another sign-in: this tab is Bob's.
  await other.route('**/api/auth/demo/refresh*', route =>
    route.continue({
      headers: { ...route.request().headers(), 'x-demo-user': 'bob' },
    }),
  );
  await other.goto(`${portal.appUrl}/labs`);
  await expect(live(other)).toBeVisible();
  await aLab(portal, 'of-alice');
  await expect(row(page, 'of-alice')).toBeVisible();
  const bob = await portal.client('bob');
  await bob.createLab({ name: 'of-bob' });
  await expect(row(other, 'of-bob')).toBeVisible();
  await expect(row(other, 'of-alice')).toBeHidden();
  await expect(row(page, 'of-bob')).toBeHidden();
});

test('logs and commands in three tabs leave connections for requests', async ({
  context,
  page,
  portal,
}) => {
  const lab = await aLab(portal, 'busy');
  await signIn(page, portal, 'Alice');
  const tabs = await openTabs(
    context,
    Array(3).fill(`${portal.appUrl}/labs/${lab.id}/console`),
  );
  const command = 'kubectl get pods --watch';
  for (const tab of tabs) {
    const field = tab.getByRole('textbox', { name: 'Command' });
    await field.fill(command);
    await field.press('Enter');
    await expect(
      tab.getByText(`simulated lab: this would run: ${command}`),
    ).toBeVisible();
    await tab.getByRole('link', { name: 'Logs', exact: true }).click();
    // Unlike the log of provisioning, it has no end.
    await tab
      .getByRole('group', { name: 'Which log' })
      .getByRole('button', { name: /Provisioning/ })
      .click();
    await tab.getByRole('option', { name: 'Node' }).click();
  }
  // All three are visible here: commands have priority, which leaves one for logs.
  const countOf = async (text: RegExp) => {
    const counts = await Promise.all(
      tabs.map(tab => tab.getByText(text).first().isVisible()),
    );
    return counts.filter(Boolean).length;
  };
  await expect.poll(() => countOf(/^Following/)).toBe(1);
  await expect
    .poll(() => countOf(/^Other tabs of this browser follow logs/))
    .toBe(2);
  const another = await context.newPage();
  await another.goto(`${portal.appUrl}/labs`);
  await expect(row(another, 'busy')).toContainText('Running');
  await another.close();

  // A tab in the background closes its log stream, and resumes it later.
  await setHidden(tabs[0], true);
  await setHidden(tabs[1], true);
  await expect(following(tabs[2])).toBeVisible();
  await setHidden(tabs[2], true);
  await setHidden(tabs[0], false);
  await expect(following(tabs[0])).toBeVisible();

  // A queued command runs when another has ended.
  const extra = await openTabs(
    context,
    Array(2).fill(`${portal.appUrl}/labs/${lab.id}/console`),
  );
  for (const tab of extra) {
    const field = tab.getByRole('textbox', { name: 'Command' });
    await field.fill(command);
    await field.press('Enter');
  }
  await expect(
    extra[1].getByText(/^Waiting for a free connection/),
  ).toBeVisible();
  await tabs[2].close();
  await expect(
    extra[1].getByText(`simulated lab: this would run: ${command}`),
  ).toBeVisible();
});
