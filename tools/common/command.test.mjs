import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { findExecutable, lastLines, run, start } from './command.mjs';
import { eachLine } from './eachLine.mjs';
import { endGroup, groupIsAlive } from './processGroup.mjs';

test('lines are put together over chunks, and the last one needs no end', () => {
  const lines = [];
  const splitter = eachLine(line => lines.push(line));
  ['one\ntw', 'o\r\n', '\nfour'].forEach(splitter.write);
  splitter.end();
  assert.deepEqual(lines, ['one', 'two', '', 'four']);
});

test('a command reports its exit code and output', async () => {
  const result = await run('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  assert.equal(result.code, 3);
  assert.match(result.output, /out/);
  assert.match(result.output, /err/);
});

test('a command that is not there has exit code 127', async () => {
  const { code } = await run('no-such-command-here', []);
  assert.equal(code, 127);
});

test('arguments reach the command as they are, without a shell', async () => {
  const { output } = await run('printf', ['%s', '$(id) "two words"; ls']);
  assert.equal(output, '$(id) "two words"; ls\n');
});

test('a command that takes too long is ended', async () => {
  const result = await run('sleep', ['600'], { timeoutMs: 50 });
  assert.equal(result.timedOut, true);
  assert.notEqual(result.code, 0);
});

test('ending a group ends the children too, also one that ignores SIGINT', async () => {
  let started;
  const isStarted = new Promise(resolve => {
    started = resolve;
  });
  const { pid, exit } = start(
    'sh',
    ['-c', 'trap "" INT; sleep 600 & echo started; wait'],
    { onLine: started },
  );
  await isStarted;
  assert.equal(groupIsAlive(pid), true);
  await endGroup(pid, { graceMs: 200 });
  await exit;
  assert.equal(groupIsAlive(pid), false);
});

test('executables are found in folders with spaces, files that cannot run are not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'with space '));
  try {
    await writeFile(join(folder, 'tool'), '#!/bin/sh\n', { mode: 0o755 });
    await writeFile(join(folder, 'text'), '', { mode: 0o644 });
    await mkdir(join(folder, 'folder'));
    const env = { PATH: `/nowhere:${folder}` };
    assert.equal(findExecutable('tool', env), join(folder, 'tool'));
    assert.equal(findExecutable('folder', env), undefined);
    assert.equal(findExecutable('absent', env), undefined);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the last lines are those before the final line end', () => {
  assert.equal(lastLines('a\nb\nc\n', 2), 'b\nc');
});
