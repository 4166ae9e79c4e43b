import { get } from 'node:http';
import { start } from '../common/command.mjs';
import { endGroup } from '../common/processGroup.mjs';
import { ROOT } from '../common/paths.mjs';

const LOOPBACK = ['127.0.0.1', '::1'];
const ASK_EVERY_MS = 500;

/** The page responds only when it is compiled, so a request may take long. */
const ANSWER_MS = 60_000;

/** The two halves of the portal, in the order of their start. */
const PARTS = [
  { name: 'backend', folder: 'packages/backend' },
  { name: 'app', folder: 'packages/app' },
];

/**
 * The backend's message when it fails to start. Backstage's development server does
 * not end then: it waits for a change of a file.
 */
const GAVE_UP = 'The portal cannot start: ';
/** The time for the following lines of the message. */
const REST_MS = 500;

/**
 * Starts the backend and the app, each line of output behind the part's name.
 * @returns {{ended: Promise<{name: string, code: number}>, stop: () => Promise<void>}}
 */
export function startPortal(env, print) {
  const width = Math.max(...PARTS.map(part => part.name.length));
  let giveUp;
  const gaveUp = new Promise(resolve => {
    giveUp = () => setTimeout(resolve, REST_MS, { name: 'backend', code: 1 });
  });
  const parts = PARTS.map(({ name, folder }) => ({
    name,
    ...start(
      'node',
      [
        `${ROOT}/node_modules/@backstage/cli/bin/backstage-cli`,
        'repo',
        'start',
        folder,
      ],
      {
        cwd: ROOT,
        env,
        onLine: line => {
          print(`${name.padEnd(width)} │ ${line}`);
          if (line.includes(GAVE_UP)) {
            giveUp();
          }
        },
      },
    ),
  }));
  return {
    ended: Promise.race([
      gaveUp,
      ...parts.map(async ({ name, exit }) => ({ name, ...(await exit) })),
    ]),
    stop: async () => {
      await Promise.all(parts.map(({ pid }) => pid && endGroup(pid)));
    },
  };
}

function answers(host, port, path) {
  return new Promise(resolve => {
    const request = get({ host, port, path, timeout: ANSWER_MS }, response => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

async function untilAnswers(port, path, signal) {
  while (!signal.aborted) {
    const found = await Promise.all(
      LOOPBACK.map(host => answers(host, port, path)),
    );
    if (found.includes(true)) {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS));
  }
  return false;
}

/** Resolves when the API responds, or with false when the signal aborts. */
export const untilApiReady = (api, signal) =>
  untilAnswers(api, '/.backstage/health/v1/readiness', signal);

/** Resolves when the API and the page respond, or with false when the signal aborts. */
export async function untilReady({ page, api }, signal) {
  return (
    (await untilApiReady(api, signal)) &&
    (await untilAnswers(page, '/', signal))
  );
}
