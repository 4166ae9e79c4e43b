import assert from 'node:assert/strict';
import test from 'node:test';
import { runStage } from './stage.mjs';

/** Runs suites that end when told, and records what is running. */
function controlled() {
  const running = new Map();
  const started = [];
  return {
    started,
    runOne: ({ id }) => {
      started.push(id);
      return new Promise(resolve => running.set(id, resolve));
    },
    end: async id => {
      running.get(id)();
      running.delete(id);
      await new Promise(resolve => setImmediate(resolve));
    },
    running: () => Array.from(running.keys()),
  };
}

test('no more than the limit run at once', async () => {
  const world = controlled();
  const done = runStage(
    [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    2,
    world.runOne,
  );
  assert.deepEqual(world.running(), ['a', 'b']);
  await world.end('a');
  assert.deepEqual(world.running(), ['b', 'c']);
  await world.end('b');
  await world.end('c');
  await done;
});

test('a suite waits for the one that it comes after, others do not', async () => {
  const world = controlled();
  const suites = [
    { id: 'types' },
    { id: 'reports', after: 'types' },
    { id: 'lint' },
  ];
  const done = runStage(suites, 2, world.runOne);
  assert.deepEqual(world.running(), ['types', 'lint']);
  await world.end('lint');
  assert.deepEqual(world.running(), ['types']);
  await world.end('types');
  assert.deepEqual(world.running(), ['reports']);
  await world.end('reports');
  await done;
});

test('a suite does not wait for one that was not chosen', async () => {
  const world = controlled();
  const done = runStage([{ id: 'reports', after: 'types' }], 1, world.runOne);
  assert.deepEqual(world.running(), ['reports']);
  await world.end('reports');
  await done;
});
