import assert from 'node:assert/strict';
import test from 'node:test';
import { parseEnvFile } from './envFile.mjs';

test('comments, blank lines and what is no setting are left out', () => {
  const text =
    '# made by a tool\n\nONE=1\nexport TWO=a=b \nnot a setting\n=3\n';
  assert.deepEqual(parseEnvFile(text), { ONE: '1', TWO: 'a=b' });
});
