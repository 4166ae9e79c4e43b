/**
 * `npm start`: sets up what is missing, then runs the portal until Ctrl-C.
 * Runs on any Node from 18 on and needs no package.
 */
import '../common/useWatchdog.mjs';
import { endAll } from '../common/command.mjs';
import {
  Progress,
  bold,
  duration,
  explain,
  withoutColor,
} from '../common/progress.mjs';
import { prepareCode, prepareLabs } from '../setup/prepare.mjs';
import { onEnding } from './endings.mjs';
import { startPortal, untilReady } from './portal.mjs';
import { checkPorts, portSettings, wantedPorts } from './ports.mjs';

/** The time without a response after which a hint is printed. */
const SLOW_MS = 180_000;

const isColored = process.stdout.isTTY && !process.env.NO_COLOR;
const progress = new Progress();
const stopping = new AbortController();

function describeLabs({ docker, kind, env }) {
  if (!docker.version) {
    progress.warn(`Labs are SIMULATED here, because ${docker.why}.`);
    progress.warn(`For real clusters: ${docker.remedy}; then start again.`);
    return;
  }
  const image = env.KIND_NODE_IMAGE ?? "kind's own node image";
  progress.done(`Docker ${docker.version}, kind ${kind}, ${image}`);
}

async function announce(ports) {
  const slow = setTimeout(
    () =>
      progress.warn(
        'The portal does not answer yet: look for errors in the lines above.',
      ),
    SLOW_MS,
  );
  const ready = await untilReady(ports, stopping.signal);
  clearTimeout(slow);
  if (ready) {
    progress.done(
      `${bold(
        `The portal is ready: http://localhost:${ports.page}`,
      )} (after ${duration(progress.elapsed())}; Ctrl-C ends it)`,
    );
  }
}

async function main() {
  const ports = wantedPorts(process.env);
  await checkPorts(ports);
  const code = await prepareCode(progress);
  const labs = await prepareLabs(code, progress);
  describeLabs(labs);

  progress.info('Starting the portal');
  const portal = startPortal(
    {
      ...labs.env,
      ...portSettings(ports),
      ...(isColored ? { FORCE_COLOR: '1' } : {}),
    },
    line => process.stdout.write(`${isColored ? line : withoutColor(line)}\n`),
  );
  announce(ports);

  const ended = await Promise.race([
    portal.ended,
    new Promise(resolve =>
      stopping.signal.addEventListener('abort', () => resolve(undefined)),
    ),
  ]);
  if (ended) {
    progress.warn(`The ${ended.name} ended (exit code ${ended.code})`);
    stopping.abort();
  }
  await portal.stop();
  return ended?.code ?? 0;
}

let isEnding = false;
onEnding(code => {
  isEnding = true;
  progress.info('Stopping');
  stopping.abort();
  endAll().then(() => {
    progress.done('Everything has ended');
    process.exit(code);
  });
});

try {
  process.exitCode = await main();
} catch (error) {
  stopping.abort();
  await endAll();
  if (!isEnding) {
    explain(error);
    process.exitCode = 1;
  }
}
