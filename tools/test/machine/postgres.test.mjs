import assert from 'node:assert/strict';
import test from 'node:test';
import { newestFirst } from './postgres.mjs';

test("the newest installation comes first, whatever its folder's name is", () => {
  assert.deepEqual(newestFirst(['9', '15', '13', 'common']), ['15', '13', '9']);
  assert.deepEqual(
    newestFirst(['postgresql@14', 'postgresql@17', 'openssl@3', 'node']),
    ['postgresql@17', 'postgresql@14'],
  );
});
