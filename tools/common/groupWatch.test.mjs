import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { groupIsAlive } from './processGroup.mjs';

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const COMMAND = pathOf('./command.mjs');
const WATCHED = pathOf('./useWatchdog.mjs');

/** Starts groups of two processes each, and prints their numbers. */
const PARENT = `
import ${JSON.stringify(WATCHED)};
import { start } from ${JSON.stringify(COMMAND)};
for (const script of ['sleep 600 & echo up; wait', 'trap "" INT; sleep 600 & echo up; wait']) {
  const { pid } = start('sh', ['-c', script], {
    onLine: () => process.stdout.write(pid + '\\n'),
  });
}
`;

async function untilGone(group) {
  while (groupIsAlive(group)) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

test('what a process started ends with it, also when it is killed', async () => {
  const parent = spawn(
    process.execPath,
    ['--input-type=module', '--eval', PARENT],
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  parent.stdout.setEncoding('utf8');
  let printed = '';
  while (printed.split('\n').length < 3) {
    const [text] = await once(parent.stdout, 'data');
    printed += text;
  }
  const groups = printed.trim().split('\n').map(Number);
  assert.deepEqual(groups.map(groupIsAlive), [true, true]);
  // The whole group, as a supervisor kills it: the watchdog is not in it.
  process.kill(-parent.pid, 'SIGKILL');
  await Promise.all(groups.map(untilGone));
});

test('a process ends by itself, though its watchdog waits', async () => {
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import ${JSON.stringify(WATCHED)};
       import { run } from ${JSON.stringify(COMMAND)};
       const { output } = await run('echo', ['done']);
       process.stdout.write(output);`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  assert.deepEqual(await once(parent, 'exit'), [0, null]);
});
