import { type Page } from '@playwright/test';
import {
  LAB_DOCUMENT_TYPE,
  type Lab,
  type LabDocument,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { expect, signIn, testWith } from '../support/fixtures';
import { checkPage, scrollsSideways } from '../support/pageChecks';
import type { Portal } from '../support/portal';
import { eventually } from '../support/processes';

// These pages are the same for real and simulated labs.
const test = testWith({
  pyk8sLab: {
    defaultProvider: 'simulated',
    simulated: { provisioningTime: '20s' },
  },
});

const TAB = '/catalog/default/component/checkout/labs';

/** The timeout of a catalog page on a busy machine. */
const LOADED = { timeout: 60_000 };

/**
 * Opens the page of an entity.
 *
 * @param path - `/catalog/<namespace>/<kind>/<name>`, and a tab
 */
async function openEntity(page: Page, portal: Portal, path: string) {
  const [, , namespace, kind, name] = path.split('/');
  const token = await portal.token('alice');
  // The catalog may not have read it yet.
  await eventually(`the catalog has ${name}`, 60_000, async () => {
    const { ok } = await fetch(
      `${portal.backendUrl}/api/catalog/entities/by-name/${kind}/${namespace}/${name}`,
      { headers: { Authorization: `Bearer ${token}` } },
    );
    return ok ? true : undefined;
  });
  await page.goto(`${portal.appUrl}${path}`);
  await expect(
    page.getByRole('heading', { name: /^(Lab|Labs)( of .*)?$/ }),
  ).toBeVisible(LOADED);
}

/** The names of labs that a search finds. */
async function foundBy(portal: Portal, user: string, term: string) {
  const query = new URLSearchParams({ term, 'types[0]': LAB_DOCUMENT_TYPE });
  const answer = await fetch(`${portal.backendUrl}/api/search/query?${query}`, {
    headers: { Authorization: `Bearer ${await portal.token(user)}` },
  });
  const { results }: { results: { document: LabDocument }[] } =
    await answer.json();
  return results
    .filter(({ document }) => document.labId)
    .map(({ document }) => document.title);
}

/** The number of results for a lab in a search of everything. */
async function timesFound(portal: Portal, lab: Lab): Promise<number> {
  const query = new URLSearchParams({ term: lab.name });
  const answer = await fetch(`${portal.backendUrl}/api/search/query?${query}`, {
    headers: { Authorization: `Bearer ${await portal.token('alice')}` },
  });
  const { results }: { results: { document: { location: string } }[] } =
    await answer.json();
  return results.filter(({ document }) => document.location.includes(lab.id))
    .length;
}

/** The results of the search page, limited to labs. */
const SEARCH = '/search?query=checkout&types[]=pyk8s-lab';

test.describe.configure({ mode: 'serial' });

test('a user creates a lab for a component, and finds it across the portal', async ({
  page,
  portal,
}) => {
  await signIn(page, portal, 'Alice');
  await openEntity(page, portal, TAB);
  await expect(
    page.getByRole('heading', { name: /No labs for Checkout/ }),
  ).toBeVisible();
  await checkPage(page, 'component-labs-empty', '.bui-Card');

  await page.getByRole('button', { name: 'Create a lab for Checkout' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a lab' });
  await expect(dialog.getByRole('combobox', { name: /Component/ })).toHaveValue(
    'Checkout',
  );
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue(
    'checkout',
  );
  await dialog.getByRole('button', { name: /Owner/ }).click();
  await page.getByRole('option', { name: 'Team Payments' }).click();
  await dialog.getByRole('button', { name: 'Create lab' }).click();

  // The page shows its progress.
  const row = page.getByRole('row', { name: /checkout/ });
  await expect(row).toContainText('Team Payments');
  await expect(row.getByText('Provisioning')).toBeVisible();
  await expect(row.getByText('Running')).toBeVisible({ timeout: 60_000 });
  await checkPage(page, 'component-labs', '[role=grid]');
  const client = await portal.client('alice');
  const { items } = await client.listLabs({
    component: ['component:default/checkout'],
  });
  const [lab] = items;
  expect(items).toHaveLength(1);

  await openEntity(
    page,
    portal,
    `/catalog/default/resource/${lab.entityRef.split('/')[1]}`,
  );
  const card = page.locator('.bui-Card', {
    has: page.getByRole('heading', { name: 'Lab', exact: true }),
  });
  await expect(card.getByText('Running')).toBeVisible();
  await expect(card.getByRole('timer')).toHaveText(/^(2h|1h 59m)/);
  await card.getByRole('button', { name: 'Extend' }).click();
  await page.getByRole('menuitem', { name: 'By 1 hour' }).click();
  await expect(card.getByRole('timer')).toHaveText(/^(3h|2h 59m)/);
  await expect(card.getByText(/^This lab is simulated/)).toBeVisible();
  await checkPage(page, 'lab-entity', '.bui-Card:has([role=timer])');
  await card.getByRole('link', { name: 'Open the lab' }).click();
  await expect(page).toHaveURL(`${portal.appUrl}/labs/${lab.id}`);

  await openEntity(page, portal, '/catalog/default/group/team-payments');
  const ofTeam = page.getByRole('list', { name: 'Labs of Team Payments' });
  await expect(ofTeam.getByRole('link', { name: 'checkout' })).toBeVisible();
  await checkPage(page, 'group-labs', '[aria-label="Labs of Team Payments"]');
  await page.getByRole('link', { name: 'See it on the Labs page' }).click();
  await expect(page.getByRole('row', { name: /checkout/ })).toBeVisible();

  await page.getByRole('link', { name: 'Home', exact: true }).click();
  const mine = page.getByRole('list', { name: 'Your labs' });
  await expect(mine.getByRole('link', { name: 'checkout' })).toBeVisible();
  await checkPage(page, 'home', '[aria-label="Your labs"]');

  await eventually('the search has the lab', 60_000, async () =>
    (await foundBy(portal, 'alice', 'checkout')).includes('checkout')
      ? true
      : undefined,
  );
  expect(await timesFound(portal, lab)).toBe(1);
  await page.goto(`${portal.appUrl}${SEARCH}`);
  await expect(
    page.getByRole('link', { name: 'checkout', exact: true }),
  ).toBeVisible(LOADED);
  // The list around it is Backstage's.
  await checkPage(page, 'search', 'li:has(mark) > *');
  await page.getByRole('link', { name: 'Home', exact: true }).click();

  // Changes are shown without a reload.
  await client.pauseLab(lab.id);
  await expect(mine.getByText('Paused')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await openEntity(page, portal, TAB);
  await expect(
    page.getByRole('list', { name: 'Labs' }).getByText('Paused'),
  ).toBeVisible();
  expect(await scrollsSideways(page)).toBe(false);
});

test("others do not see a team's lab on any page", async ({ page, portal }) => {
  const [lab] = (await (await portal.client('alice')).listLabs()).items;
  await signIn(page, portal, 'Bob');
  await openEntity(page, portal, TAB);
  await expect(
    page.getByRole('heading', { name: /No labs for Checkout/ }),
  ).toBeVisible();
  await openEntity(page, portal, '/catalog/default/group/team-payments');
  await expect(
    page.getByText('Team Payments has no labs that you can see.'),
  ).toBeVisible();
  // This portal's policy also hides the lab's entity.
  await page.goto(
    `${portal.appUrl}/catalog/default/resource/${lab.entityRef.split('/')[1]}`,
  );
  await expect(page.getByText(/Entity not found/)).toBeVisible(LOADED);

  // It was indexed before: Alice found it.
  expect(await foundBy(portal, 'bob', 'checkout')).toEqual([]);
  await page.goto(`${portal.appUrl}${SEARCH}`);
  await expect(page.getByText(/no results were found/i)).toBeVisible(LOADED);
});

test('the form of a template offers the available options', async ({
  page,
  portal,
}) => {
  await signIn(page, portal, 'Alice');
  await page.goto(
    `${portal.appUrl}/create/templates/default/ephemeral-cluster`,
  );
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.waitFor(LOADED);
  await name.fill('from-a-form');
  const lifetime = page.getByRole('textbox', { name: 'Lifetime' });
  await lifetime.fill('90d');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText(/The lifetime must be from 10s to 1d/).first(),
  ).toBeVisible();
  await page.getByRole('radio', { name: '4h' }).click();
  await expect(lifetime).toHaveValue('4h');
  await checkPage(page, 'template-fields', '.bui-Box');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('button', { name: 'Review' })).toBeVisible();
});
