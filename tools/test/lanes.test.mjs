import assert from 'node:assert/strict';
import test from 'node:test';
import { chosenLanes, runLanes } from './lanes.mjs';

/** Runs suites that end on request, and records the running ones. */
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

test('the suites of a lane run in order, those of two lanes concurrently', async () => {
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

test('suites that were not chosen are omitted, as are empty lanes', () => {
  const [types, reports, kind] = [{ id: 't' }, { id: 'r' }, { id: 'k' }];
  assert.deepEqual(
    chosenLanes([[types, reports], [kind]], new Set([reports])),
    [[reports]],
  );
});
