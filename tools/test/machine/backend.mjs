import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, start } from '../../common/command.mjs';
import { freePort } from '../../common/freePort.mjs';
import { fromRoot } from '../../common/paths.mjs';
import { endGroup } from '../../common/processGroup.mjs';
import { untilApiReady } from '../../start/portal.mjs';

const START_MS = 180_000;
const SIGN_IN_MS = 60_000;
const ASK_EVERY_MS = 200;

/** The differences from app-config.yaml. JSON is YAML, too. */
const backendConfig = (url, pyk8sLab) => ({
  app: { baseUrl: url },
  backend: {
    baseUrl: url,
    listen: { host: '127.0.0.1', port: Number(new URL(url).port) },
    cors: { origin: url },
    database: { client: 'better-sqlite3', connection: ':memory:' },
  },
  pyk8sLab,
});

/** Starts the backend's process with a config file. */
const spawnBackend = (configFile, { env, onLine }) =>
  start(
    fromRoot('node_modules', '.bin', 'backstage-cli'),
    [
      'package',
      'start',
      '--config',
      fromRoot('app-config.yaml'),
      '--config',
      configFile,
    ],
    {
      cwd: fromRoot('packages', 'backend'),
      env: { ...env, NODE_ENV: 'development' },
      background: true,
      onLine,
    },
  );

async function untilReady(port, server) {
  const givingUp = new AbortController();
  const giveUp = () => givingUp.abort();
  const timer = setTimeout(giveUp, START_MS);
  server.exit.then(giveUp, giveUp);
  const ready = await untilApiReady(port, givingUp.signal);
  clearTimeout(timer);
  return ready;
}

/** The token of a demo user. The catalog reads the users soon after the start. */
async function signIn(url, user) {
  const deadline = Date.now() + SIGN_IN_MS;
  for (;;) {
    const response = await fetch(`${url}/api/auth/demo/refresh`, {
      headers: { 'x-demo-user': user },
    });
    const { backstageIdentity } = await response.json();
    if (backstageIdentity) {
      return backstageIdentity.token;
    }
    if (Date.now() > deadline) {
      throw new Error(`${user} cannot sign in: ${response.status}`);
    }
    await delay(ASK_EVERY_MS);
  }
}

/**
 * Starts a backend on a free port, with a database in memory and otherwise the
 * repository's configuration.
 * @param {{env: object, pyk8sLab: object, logFile: string}} options `pyk8sLab` is the plugin's configuration; `logFile` gets what the backend printed, once it has stopped
 * @returns {Promise<{url: string, signIn: (user: string) => Promise<string>, stop: () => Promise<void>}>}
 */
export async function startBackend({ env, pyk8sLab, logFile }) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'pyk8s-lab-backend-'));
  const configFile = join(folder, 'app-config.test.yaml');
  let server;
  const lines = [];
  const stop = async () => {
    if (server?.pid) {
      await endGroup(server.pid);
    }
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(logFile), { recursive: true });
    await writeFile(logFile, `${lines.join('\n')}\n`);
  };
  try {
    await writeFile(configFile, JSON.stringify(backendConfig(url, pyk8sLab)));
    server = spawnBackend(configFile, {
      env,
      onLine: line => lines.push(line),
    });
    if (!(await untilReady(port, server))) {
      throw new Error(
        `the backend did not start (${logFile}):\n${lastLines(
          lines.join('\n'),
        )}`,
      );
    }
    return { url, signIn: user => signIn(url, user), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
