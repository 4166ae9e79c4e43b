import assert from 'node:assert/strict';
import test from 'node:test';
import { isSupported, supportedMajors } from './node.mjs';

test('majors are read from an engines range', () => {
  assert.deepEqual(supportedMajors('22 || 24'), [22, 24]);
});

test('only these majors are supported', () => {
  const range = '22 || 24';
  assert.equal(isSupported('v24.1.0', range), true);
  assert.equal(isSupported('22.0.0', range), true);
  assert.equal(isSupported('v20.20.2', range), false);
  assert.equal(isSupported('v23.0.0', range), false);
  assert.equal(isSupported('v2.4.0', range), false);
});
