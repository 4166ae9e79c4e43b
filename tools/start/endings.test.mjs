import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test from 'node:test';

const ENDINGS = fileURLToPath(new URL('./endings.mjs', import.meta.url));

/** Runs until it should end, with the exit code. */
const PROGRAM = `
import { onEnding } from ${JSON.stringify(ENDINGS)};
onEnding(code => process.exit(code));
setInterval(() => process.stdout.write('.\\n'), 20);
`;
const NODE = [process.execPath, '--input-type=module', '--eval', PROGRAM];

const start = (command, args, env = {}) =>
  spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });

test('a signal ends it with its number', async () => {
  const [command, ...args] = NODE;
  const child = start(command, args);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [143, null]);
});

test('it ends when nobody reads its output any more', async () => {
  const [command, ...args] = NODE;
  const child = start(command, args);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  assert.deepEqual(await once(child, 'exit'), [1, null]);
});

for (const [title, env, lives] of [
  ['it ends when its npm is killed', { npm_lifecycle_event: 'start' }, false],
  ['it outlives a shell that started it', {}, true],
]) {
  test(title, { timeout: 30_000 }, async () => {
    // Simulates npm: it waits for its child, and cannot pass on a SIGKILL.
    const parent = start(
      process.execPath,
      [
        '--eval',
        `const { pid } = require('node:child_process').spawn(
           ${JSON.stringify(NODE[0])}, ${JSON.stringify(NODE.slice(1))},
           { stdio: 'inherit' });
         process.stdout.write(pid + '\\n');`,
      ],
      env,
    );
    parent.stdout.setEncoding('utf8');
    const [first] = await once(parent.stdout, 'data');
    const pid = Number.parseInt(first, 10);
    // Its output shows that it watches.
    await once(parent.stdout, 'data');
    let turns = 0;
    parent.stdout.on('data', text => {
      turns += text.split('.').length - 1;
      if (lives && turns > 150) {
        process.kill(pid, 'SIGKILL');
      }
    });
    parent.kill('SIGKILL');
    await once(parent.stdout, 'close');
    assert.equal(turns > 150, lives);
  });
}
