import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { run } from '../../common/command.mjs';

/** A variable that all processes of a run inherit. */
export const RUN_VARIABLE = 'PYK8S_LAB_TEST_RUN';

/** Processes that end by themselves within this time are not leaks. */
const SETTLE_MS = 15_000;
const LOOK_EVERY_MS = 250;

async function dockerList(args, env) {
  const { code, output } = await run('docker', args, {
    env,
    timeoutMs: 30_000,
  });
  return code === 0 ? output.trim().split('\n').filter(Boolean) : [];
}

/** Docker's containers and volumes, each with a readable name. */
export async function dockerSnapshot(env) {
  const [containers, volumes] = await Promise.all([
    dockerList(
      ['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}}'],
      env,
    ),
    dockerList(['volume', 'ls', '--quiet'], env),
  ]);
  return new Map([
    ...containers.map(line => {
      const [id, name] = line.split(' ');
      return [id, `container ${name} (docker rm --force --volumes ${name})`];
    }),
    ...volumes.map(name => [
      `volume ${name}`,
      `volume ${name} (docker volume rm ${name})`,
    ]),
  ]);
}

/** The entries of the second snapshot that are not in the first. */
export const addedSince = (before, after) =>
  Array.from(after)
    .filter(([id]) => !before.has(id))
    .map(([, name]) => name);

const readProc = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};

/** Processes of that run, other than this one. Linux shows a process's environment; elsewhere nothing is found. */
export function processesOfRun(id) {
  let pids = [];
  try {
    readlinkSync('/proc/self');
    pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids
    .filter(pid => Number(pid) !== process.pid)
    .filter(pid =>
      readProc(pid, 'environ').split('\0').includes(`${RUN_VARIABLE}=${id}`),
    )
    .map(pid => ({
      pid: Number(pid),
      command: readProc(pid, 'cmdline').replace(/\0/g, ' ').trim(),
    }));
}

/** Repeats a search until it finds nothing, or a timeout. */
async function settle(look) {
  const until = Date.now() + SETTLE_MS;
  for (;;) {
    const found = await look();
    if (found.length === 0 || Date.now() > until) {
      return found;
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Describes what a run left behind, and ends leftover processes. */
export async function findLeaks({ runId, dockerBefore, env }) {
  const processes = await settle(async () => processesOfRun(runId));
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  const docker = dockerBefore
    ? await settle(async () =>
        addedSince(dockerBefore, await dockerSnapshot(env)),
      )
    : [];
  return [
    ...processes.map(({ pid, command }) => `process ${pid} (${command})`),
    ...docker,
  ];
}
