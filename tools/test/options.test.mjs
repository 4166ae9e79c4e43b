import assert from 'node:assert/strict';
import test from 'node:test';
import { parseOptions } from './options.mjs';

const KNOWN = ['types', 'lint', 'unit', 'kind'];
const parse = (args, env = {}) => parseOptions(args, KNOWN, env);

test('everything runs by default, and may be left out', () => {
  assert.deepEqual(parse([]), { ids: KNOWN, requireAll: false, list: false });
});

test('some are chosen or left out, in the order of the suites', () => {
  assert.deepEqual(parse(['--only', 'unit, types']).ids, ['types', 'unit']);
  assert.deepEqual(parse(['--only=unit']).ids, ['unit']);
  assert.deepEqual(parse(['--skip', 'kind,unit']).ids, ['types', 'lint']);
  assert.deepEqual(parse(['--only', 'unit,lint', '--skip', 'lint']).ids, [
    'unit',
  ]);
});

test('CI leaves nothing out', () => {
  assert.equal(parse(['--require-all']).requireAll, true);
  assert.equal(parse([], { CI: 'true' }).requireAll, true);
  assert.equal(parse([], { CI: 'false' }).requireAll, false);
});

test('unknown suites are refused with a list of the known ones', () => {
  for (const args of [['--only', 'unti'], ['--only'], ['--skip=', 'x']]) {
    assert.throws(() => parse(args), { remedy: /types, lint, unit, kind/ });
  }
  assert.throws(() => parse(['--fast']), {
    message: /--fast/,
    remedy: /--require-all/,
  });
});
