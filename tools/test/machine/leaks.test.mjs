import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { start } from '../../common/command.mjs';
import { endGroup } from '../../common/processGroup.mjs';
import { RUN_VARIABLE, addedSince, processesOfRun } from './leaks.mjs';

test('only new entries are leaks', () => {
  const before = new Map([['1', 'container old']]);
  const after = new Map([
    ['1', 'container old'],
    ['2', 'container new'],
  ]);
  assert.deepEqual(addedSince(before, after), ['container new']);
  assert.deepEqual(addedSince(after, before), []);
});

test(
  'a process of the run is found by its environment, even if its parent has ended',
  { skip: process.platform !== 'linux' },
  async () => {
    const id = randomUUID();
    const lines = [];
    const { pid, exit } = start('sh', ['-c', 'sleep 600 & echo $!'], {
      env: { ...process.env, [RUN_VARIABLE]: id },
      onLine: line => lines.push(line),
    });
    await exit;
    const orphan = Number(lines[0]);
    try {
      assert.deepEqual(
        processesOfRun(id).map(found => found.pid),
        [orphan],
      );
      assert.match(processesOfRun(id)[0].command, /sleep 600/);
      assert.deepEqual(processesOfRun(randomUUID()), []);
    } finally {
      await endGroup(pid, { graceMs: 2_000 });
    }
    assert.deepEqual(processesOfRun(id), []);
  },
);
