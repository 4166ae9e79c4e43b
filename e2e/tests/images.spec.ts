import type { Page } from '@playwright/test';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { until } from '../support/labs';
import { expect, signIn, test } from '../support/fixtures';
import { checkPage, scrollsSideways } from '../support/pageChecks';

const run = promisify(execFile);
const MIB = 2 ** 20;
const APP = 'docker.io/library/e2e-app:1.0';

/** Writes an archive of an image with random content into a file. */
async function writeImage(
  file: string,
  name: string,
  { layerMib = 1, platform = 'linux/amd64' } = {},
): Promise<void> {
  const archive = testImageArchive({
    names: [name],
    platforms: [platform],
    layerBytes: [layerMib * MIB],
    seed: name,
  });
  await pipeline(archive.open(), createWriteStream(file));
}

const progress = (page: Page) => page.getByRole('region', { name: 'Imports' });

/** The import of a file on the page. */
const item = (page: Page, file: string) =>
  progress(page).getByRole('listitem').filter({ hasText: file });

const row = (page: Page, name: string | RegExp) =>
  page.getByRole('grid', { name: 'Images' }).getByRole('row', { name });

/** Chooses files in the file dialog. */
async function choose(page: Page, ...files: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose image archives' }).click();
  await (await chooser).setFiles(files);
}

/** The upload rate of the page, in bytes per second; -1 for no limit. */
async function limitUploads(page: Page, uploadThroughput: number) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}

test('a user imports images into a real cluster', async ({
  page,
  portal,
}, info) => {
  const alice = await portal.client('alice');
  await signIn(page, portal, 'Alice');
  // The page is open before, since a cluster may be ready before a browser has
  // loaded it.
  const { id } = await alice.createLab({
    name: 'imaged',
    provider: 'kind',
    workers: 1,
  });
  await page.getByRole('link', { name: 'imaged', exact: true }).click();
  await page.getByRole('link', { name: 'Images', exact: true }).click();
  await expect(page.getByText(/import images as soon as/)).toBeVisible();
  await until(alice, id, lab => lab.status === 'RUNNING');

  // The nodes have only preloaded images.
  await expect(row(page, /coredns/)).toContainText('2 of 2');
  await expect(page.getByText('Imported', { exact: true })).toHaveCount(0);
  await checkPage(page, 'lab-images-before');

  // Two archives, one after the other, while another page is open.
  const app = info.outputPath('e2e-app.tar');
  const second = info.outputPath('second.tar');
  await writeImage(app, APP, { layerMib: 32 });
  await writeImage(second, 'docker.io/library/second:latest');
  await limitUploads(page, 16 * MIB);
  await choose(page, app, second);
  await expect(
    item(page, 'e2e-app.tar').getByRole('progressbar'),
  ).toBeVisible();
  await expect(item(page, 'second.tar')).toContainText('Waiting for other');
  await checkPage(page, 'lab-images-sending');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('link', { name: 'Images', exact: true }).click();
  await expect(item(page, 'e2e-app.tar')).toContainText(/Done after/);
  await expect(item(page, 'second.tar')).toContainText(/Done after/);
  await expect(row(page, /e2e-app:1.0/)).toContainText('2 of 2');
  await expect(row(page, /e2e-app:1.0/)).toContainText('Imported');
  await expect(row(page, /second:latest/)).toContainText('2 of 2');
  await limitUploads(page, -1);

  // Pods run it without a registry, with the command that the page offers.
  const use = page.getByRole('region', { name: 'Use an image' });
  await use.getByRole('button', { name: /Image$/ }).click();
  await page.getByRole('option', { name: APP }).click();
  await use.getByRole('link', { name: 'Open in Console' }).click();
  await expect(page.getByRole('textbox', { name: 'Command' })).toHaveValue(
    `kubectl create deployment e2e-app --image=${APP}`,
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText(/^Exit code 0 after/)).toBeVisible();
  await expect
    .poll(
      async () => {
        const { output } = await alice.execInLab(id, {
          command:
            'kubectl get events -o go-template=\'{{range .items}}{{.message}}{{"\\n"}}{{end}}\'',
        });
        return output;
      },
      { timeout: 60_000 },
    )
    .toContain(`image "${APP}" already present on machine`);
  await page.getByRole('link', { name: 'Images', exact: true }).click();

  // An invalid or truncated archive, or one for another platform, leaves nothing.
  const notes = info.outputPath('notes.tar');
  await writeFile(notes, 'These are notes. '.repeat(MIB));
  await choose(page, notes);
  await expect(item(page, 'notes.tar')).toContainText(/not an image archive/);
  await expect(item(page, 'notes.tar')).toContainText(/Failed after/);
  const short = info.outputPath('short.tar');
  await writeImage(short, 'docker.io/library/short:1.0');
  await truncate(short, 0.5 * MIB);
  const foreign = info.outputPath('foreign.tar');
  await writeImage(foreign, 'docker.io/library/foreign:1.0', {
    platform: 'linux/arm64',
  });
  await choose(page, short, foreign);
  await expect(item(page, 'short.tar')).toContainText(/ends too early/);
  await expect(item(page, 'foreign.tar')).toContainText(/linux.arm64/);
  await expect(item(page, 'foreign.tar')).toContainText(/Failed after/);

  // So does a cancelled import.
  const large = info.outputPath('large.tar');
  await writeImage(large, 'docker.io/library/large:1.0', { layerMib: 64 });
  await limitUploads(page, 2 * MIB);
  await choose(page, large);
  const sending = item(page, 'large.tar');
  await expect(sending.getByRole('progressbar')).toHaveAttribute(
    'value',
    /[1-9]/,
  );
  await sending.getByRole('button', { name: /^Cancel/ }).click();
  await expect(sending).toContainText(/Cancelled/);
  await limitUploads(page, -1);
  await expect
    .poll(async () => {
      const { items } = await alice.listJobs({ lab: id, status: ['RUNNING'] });
      return items;
    })
    .toEqual([]);
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  const { items } = await alice.listLabImages(id);
  const imported = items.filter(image => image.imported);
  expect(imported.flatMap(image => image.names).sort()).toEqual([
    APP,
    'docker.io/library/second:latest',
  ]);
  expect(
    items
      .flatMap(({ names }) => names)
      .filter(name => /short|foreign|large/.test(name)),
  ).toEqual([]);

  const search = page.getByRole('searchbox', { name: 'Search images' });
  await search.fill('E2E');
  await expect(row(page, /coredns/)).toHaveCount(0);
  await search.fill('');
  await checkPage(page, 'lab-images');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(row(page, /e2e-app:1.0/)).toBeVisible();
  await checkPage(page, 'lab-images-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText(APP, { exact: true }).first()).toBeVisible();
  await checkPage(page, 'lab-images-narrow');
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });

  // All logs of the lab as one archive in a common format.
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  const download = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Download everything' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('imaged-logs.tar.gz');
  const { stdout } = await run('tar', ['-tzf', await file.path()]);
  expect(stdout).toMatch(/^imaged\/lab\.json$/m);
  expect(stdout).toMatch(/^imaged\/provisioning\/attempt-1.*\.log$/m);
  expect(stdout).toMatch(/kubelet/);
  await expect(page.getByText(/imaged-logs.tar.gz downloaded/)).toBeVisible();
  await checkPage(page, 'lab-logs-archive');

  // Paused, its nodes do not respond.
  await page.getByRole('link', { name: 'Images', exact: true }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/Resume it to see and import/)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Choose image archives' }),
  ).toBeHidden();

  await alice.deleteLab(id);
  await until(alice, id, lab => lab.status === 'DELETED');
});
