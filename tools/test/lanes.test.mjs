import assert from 'node:assert/strict';
import test from 'node:test';
import { chosenLanes, runLanes } from './lanes.mjs';

/** Runs suites that end when told, and records what is running. */
function controlled() {
  const running = new Map();
  return {
    runOne: id => new Promise(resolve => running.set(id, resolve)),
    end: async id => {
      running.get(id)();
      running.delete(id);
      await new Promise(resolve => setImmediate(resolve));
    },
    running: () => Array.from(running.keys()),
  };
}

test('the suites of a lane run in their order, those of two lanes side by side', async () => {
  const world = controlled();
  const done = runLanes([['types', 'reports'], ['kind']], world.runOne);
  assert.deepEqual(world.running(), ['types', 'kind']);
  await world.end('kind');
  assert.deepEqual(world.running(), ['types']);
  await world.end('types');
  assert.deepEqual(world.running(), ['reports']);
  await world.end('reports');
  await done;
});

test('what was not chosen is left out, with the lane that has nothing else', () => {
  const [types, reports, kind] = [{ id: 't' }, { id: 'r' }, { id: 'k' }];
  assert.deepEqual(
    chosenLanes([[types, reports], [kind]], new Set([reports])),
    [[reports]],
  );
});
