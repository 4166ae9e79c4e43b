import assert from 'node:assert/strict';
import test from 'node:test';
import { duration } from './progress.mjs';

test('durations are seconds below a minute, minutes above', () => {
  assert.equal(duration(0), '0.0 s');
  assert.equal(duration(4_240), '4.2 s');
  assert.equal(duration(59_940), '59.9 s');
  assert.equal(duration(59_960), '1 min 00 s');
  assert.equal(duration(65_000), '1 min 05 s');
  assert.equal(duration(3_600_000), '60 min 00 s');
});
