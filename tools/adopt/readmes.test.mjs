import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromRoot } from '../common/paths.mjs';
import { workspaceFolders } from '../setup/dependencies.mjs';
import { readInstall } from './readInstall.mjs';

const readmes = workspaceFolders()
  .filter(folder => folder.startsWith('plugins/'))
  .map(folder => ({
    folder,
    name: JSON.parse(readFileSync(fromRoot(folder, 'package.json'), 'utf8'))
      .name,
    text: readFileSync(fromRoot(folder, 'README.md'), 'utf8'),
  }))
  .filter(({ text }) => /^## Install/m.test(text));

for (const { folder, name, text } of readmes) {
  test(`${folder}/README.md says how to install the package in a new app`, () => {
    const { add, code } = readInstall(text);
    assert.ok(add.some(({ packages }) => packages.includes(name)));
    for (const { file, text: lines } of code) {
      // Code for another file would replace its content.
      assert.equal(file, 'packages/backend/src/index.ts');
      // A new app has Backstage's plugins; adding one again fails.
      assert.doesNotMatch(lines, /import\('@backstage\//);
      const added = lines.match(/import\(\s*'[^']+'/g) ?? [];
      assert.deepEqual([...new Set(added)], added);
    }
  });

  test(`${folder}/README.md begins its configuration so that it is read`, () => {
    for (const [, rest] of text.matchAll(/^# app-config\.yaml(.*)$/gm)) {
      assert.equal(rest, '');
    }
  });
}
