import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { until } from '../support/labs';
import { expect, signIn, test } from '../support/fixtures';
import { checkPage, scrollsSideways } from '../support/pageChecks';

/** A pod that writes a line every two seconds. */
const TICKER = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'ticker' },
  spec: {
    containers: [
      {
        name: 'ticker',
        image: 'docker.io/library/busybox:1.36',
        imagePullPolicy: 'IfNotPresent',
        command: [
          'sh',
          '-c',
          'n=0; while true; do n=$((n+1)); echo tick $n; sleep 2; done',
        ],
      },
    ],
  },
});

const log = (page: Page, name: RegExp) => page.getByRole('log', { name });

/** Chooses an option in one of the pickers. */
async function pick(page: Page, picker: RegExp, option: string | RegExp) {
  await page
    .getByRole('group', { name: 'Which log' })
    .getByRole('button', { name: picker })
    .click();
  await page.getByRole('option', { name: option }).click();
}

test('a user reads the logs of a real cluster', async ({ page, portal }) => {
  const alice = await portal.client('alice');
  await signIn(page, portal, 'Alice');

  // The provisioning log is shown unchanged. The page is open before, since a cluster
  // may be ready before a browser has loaded it.
  const { id } = await alice.createLab({ name: 'logged', provider: 'kind' });
  await page.getByRole('link', { name: 'logged', exact: true }).click();
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  await expect(page.getByText(/The lab is still provisioning/)).toBeVisible();
  const making = log(page, /^Log of provisioning \(Attempt 1/);
  await expect(making.getByText(/Starting control-plane/).first()).toBeVisible({
    timeout: 120_000,
  });
  await checkPage(page, 'lab-logs-provisioning');
  await until(alice, id, lab => lab.status === 'RUNNING');
  await expect(page.getByText(/^Ended, /).first()).toBeVisible();
  await expect(page.getByText(/The lab is still provisioning/)).toBeHidden();

  // A node's services, with the choice in the URL.
  await pick(page, /Log$/, 'Node');
  await pick(page, /Service$/, 'kubelet');
  const kubelet = log(page, /^Log of kubelet on /);
  await expect(kubelet.getByText(/kubelet/).first()).toBeVisible();
  await expect(page.getByText(/^Following, /).first()).toBeVisible();
  await expect(page).toHaveURL(/source=node/);
  await expect(page).toHaveURL(/unit=kubelet/);
  const search = page.getByRole('searchbox', { name: 'Search this log' });
  await search.fill('KUBELET');
  await expect(page.getByText(/^1 of /)).toBeVisible();
  await search.press('Enter');
  await expect(page.getByText(/^2 of /)).toBeVisible();
  await expect(kubelet.locator('[aria-current] mark').first()).toBeInViewport();
  await page.getByRole('button', { name: 'Wrap lines' }).click();
  await checkPage(page, 'lab-logs-node');

  // A pod is found by search, and its log is followed.
  const made = await alice.execInLab(id, {
    command: 'kubectl apply -f -',
    input: TICKER,
  });
  expect(made).toMatchObject({ exitCode: 0, timedOut: false });
  await alice.execInLab(id, {
    command: 'kubectl wait --for=condition=Ready pod/ticker --timeout=60s',
    timeout: '90s',
  });
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await pick(page, /Log$/, 'Pod');
  await page
    .getByRole('group', { name: 'Which log' })
    .getByRole('button', { name: /Pod$/ })
    .click();
  await page.getByPlaceholder('Search by namespace or name').fill('ticker');
  await page.getByRole('option', { name: /^default\/ticker/ }).click();
  const ticker = log(page, /^Log of ticker, ticker$/);
  await expect(ticker.getByText(/ tick 1$/)).toBeVisible();

  // Paused, it shows nothing new; resumed, all new lines.
  await page.getByRole('button', { name: 'Pause the log' }).click();
  const status = page.getByText(/^Paused, .* new lines?$/).first();
  await expect(status).toBeVisible();
  const [, shown] = /^Paused, (\d+) line/.exec(
    (await status.textContent()) ?? '',
  )!;
  const next = ticker.getByText(new RegExp(` tick ${Number(shown) + 1}$`));
  await expect(next).toHaveCount(0);
  await page.getByRole('button', { name: 'Resume the log' }).click();
  await expect(next).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the log' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('logged-default-ticker-ticker.log');
  expect(await readFile(await file.path(), 'utf8')).toMatch(
    /^\S+Z tick 1\n\S+Z tick 2\n/,
  );

  // The URL restores the view.
  await page.reload();
  await expect(ticker.getByText(/ tick 1$/)).toBeVisible();

  await checkPage(page, 'lab-logs');
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkPage(page, 'lab-logs-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(ticker).toBeVisible();
  await checkPage(page, 'lab-logs-narrow');
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });

  // A deleted pod is reported, and a paused lab offers only its provisioning log.
  await alice.execInLab(id, {
    command: 'kubectl delete pod ticker --now',
    timeout: '60s',
  });
  await expect(page.getByText(/^Ended, /).first()).toBeVisible();
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(
    page.getByText('The pod default/ticker no longer exists.'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/Resume it to read the logs/)).toBeVisible();
  await expect(
    making.getByText(/Starting control-plane/).first(),
  ).toBeVisible();

  await alice.deleteLab(id);
  await until(alice, id, lab => lab.status === 'DELETED');
});
