import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textsOf } from './texts.mjs';

const lines = (source, name = 'a.ts') => textsOf(source, name).split('\n');

describe('textsOf', () => {
  it('leaves each text on its line, and code and comments out', () => {
    assert.deepEqual(
      lines(
        "// a comment of code\nconst a = 'one';\nthrow new Error('not so good');\n",
      ),
      ['', '', 'not so good', ''],
    );
  });

  it('marks what a template fills in', () => {
    assert.deepEqual(lines('const a = `the lab ${name} is ${status}`;'), [
      'the lab … is …',
    ]);
  });

  it('keeps the lines of a long template', () => {
    assert.deepEqual(lines('f(\n  `first line\nand second`,\n  x,\n);'), [
      '',
      'first line',
      'and second',
      '',
      '',
    ]);
  });

  it('reads texts of pages', () => {
    assert.deepEqual(
      lines('const a = (\n  <p title="of a page">Some words</p>\n);', 'a.tsx'),
      ['', 'of a page Some words', ''],
    );
  });

  it('leaves out modules and titles of tests', () => {
    assert.deepEqual(
      lines("import a from 'a b c';\nit('does that well', () => {});"),
      ['', ''],
    );
  });
});
