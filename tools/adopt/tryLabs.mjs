import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { lastLines, start } from '../common/command.mjs';
import { freePort } from '../common/freePort.mjs';
import { fromRoot } from '../common/paths.mjs';
import { endGroup } from '../common/processGroup.mjs';
import { SetupError } from '../common/SetupError.mjs';
import { portSettings } from '../start/ports.mjs';

const STEP_MS = 240_000;
const ASK_EVERY_MS = 500;

/** The lab that is created as a test. */
const LAB = { name: 'adopted', ttl: '10m', provider: 'simulated' };

async function until(what, parts, ask) {
  const end = Date.now() + STEP_MS;
  while (Date.now() < end) {
    for (const part of parts) {
      if (part.ended) {
        throw new SetupError(
          `The ${part.name} of the new app ended before ${what}.`,
          'read what it printed.',
          lastLines(part.ended.output, 40),
        );
      }
    }
    const answer = await ask().catch(() => undefined);
    if (answer) {
      return answer;
    }
    await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS));
  }
  throw new SetupError(
    `It took too long until ${what}.`,
    'start the app by hand, and look.',
  );
}

function startPart(app, name, configs, env) {
  const part = {
    name,
    ...start(
      'backstage-cli',
      [
        'package',
        'start',
        ...[join(app, 'app-config.yaml'), ...configs].flatMap(file => [
          '--config',
          file,
        ]),
      ],
      { cwd: join(app, 'packages', name), env },
    ),
  };
  part.exit.then(result => {
    part.ended = result;
  });
  return part;
}

async function json(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}`);
  }
  return response.json();
}

/**
 * Starts the new app, creates a lab in it, and opens the Labs page.
 *
 * @param {object} options picture: the file for a picture of the page
 * @returns {Promise<{readyAfterMs: number, lab: object}>}
 */
export async function tryLabs({ app, configs, env, chromium, picture }) {
  const ports = { page: await freePort(), api: await freePort() };
  const settings = {
    ...env,
    ...portSettings(ports),
    PATH: `${join(app, 'node_modules', '.bin')}:${env.PATH}`,
    PORT: String(ports.page),
    BROWSER: 'none',
    NODE_ENV: 'development',
    GITHUB_TOKEN: 'none',
  };
  const api = `http://localhost:${ports.api}`;
  const page = `http://localhost:${ports.page}`;
  const startedAt = Date.now();
  const parts = ['backend', 'app'].map(name =>
    startPart(app, name, configs, settings),
  );
  try {
    await until(
      'its API answered',
      parts,
      async () => (await fetch(`${api}/.backstage/health/v1/readiness`)).ok,
    );
    await until(
      'its pages answered',
      parts,
      async () => (await fetch(page)).ok,
    );
    const readyAfterMs = Date.now() - startedAt;
    const { backstageIdentity } = await until(
      'a guest could sign in',
      parts,
      () => json(`${api}/api/auth/guest/refresh`),
    );
    const headers = {
      Authorization: `Bearer ${backstageIdentity.token}`,
      'Content-Type': 'application/json',
    };
    const { id } = await json(`${api}/api/pyk8s-lab/labs`, {
      method: 'POST',
      headers,
      body: JSON.stringify(LAB),
    });
    const lab = await until('the lab ran', parts, async () => {
      const now = await json(`${api}/api/pyk8s-lab/labs/${id}`, { headers });
      return now.status === 'RUNNING' && now;
    });
    await openLabs(`${page}/labs`, chromium, picture);
    return { readyAfterMs, lab };
  } finally {
    await Promise.all(parts.map(({ pid }) => endGroup(pid)));
  }
}

async function openLabs(url, { path }, picture) {
  const { chromium } = createRequire(fromRoot('package.json'))(
    '@playwright/test',
  );
  const browser = await chromium.launch({
    ...(path && { executablePath: path }),
    args: ['--headless', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url, { timeout: STEP_MS });
    await page.getByRole('button', { name: 'Enter' }).click();
    await page
      .getByRole('link', { name: LAB.name, exact: true })
      .first()
      .waitFor({ timeout: STEP_MS });
    await mkdir(dirname(picture), { recursive: true });
    await rm(picture, { force: true });
    await page.screenshot({ path: picture, fullPage: true });
  } finally {
    await browser.close();
  }
}
