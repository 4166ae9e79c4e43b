import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import {
  fingerprint,
  installRemedy,
  workspaceFolders,
  yarnRelease,
} from './dependencies.mjs';

async function inCheckout(work) {
  const root = await mkdtemp(join(tmpdir(), 'check out '));
  const write = async (file, text) => {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text);
  };
  try {
    await write('package.json', '{"workspaces": ["packages/*", "plugins/*"]}');
    await write('yarn.lock', 'one');
    await write('.yarnrc.yml', 'yarnPath: .yarn/releases/yarn.cjs\n');
    await write('packages/app/package.json', '{}');
    await write('packages/README.md', '');
    await work(root, write);
  } finally {
    await rm(root, { recursive: true });
  }
}

test('workspaces are the folders with a package.json', () =>
  inCheckout(async root => {
    assert.deepEqual(workspaceFolders(root), ['packages/app']);
  }));

test('the fingerprint changes with the lock file, a package.json and a new package, with nothing else', () =>
  inCheckout(async (root, write) => {
    const seen = [fingerprint(root)];
    await write('packages/app/src/index.ts', '');
    await write('packages/app/package.json', '{"scripts": {"lint": "x"}}');
    assert.equal(fingerprint(root), seen[0]);
    for (const [file, text] of [
      ['yarn.lock', 'two'],
      ['packages/app/package.json', '{"name": "app"}'],
      ['plugins/labs/package.json', '{}'],
    ]) {
      await write(file, text);
      const now = fingerprint(root);
      assert.ok(!seen.includes(now), file);
      seen.push(now);
    }
  }));

test('the yarn release is the one that .yarnrc.yml names, and its absence is explained', () =>
  inCheckout(async (root, write) => {
    assert.throws(() => yarnRelease(root), {
      name: 'SetupError',
      remedy: /git checkout/,
    });
    await write('.yarn/releases/yarn.cjs', '');
    assert.equal(yarnRelease(root), join(root, '.yarn/releases/yarn.cjs'));
  }));

test('a failed install is explained by what yarn says', () => {
  assert.match(
    installRemedy('YN0028: The lockfile would have been modified'),
    /yarn\.lock/,
  );
  assert.match(installRemedy('RequestError: getaddrinfo ENOTFOUND'), /network/);
  assert.match(installRemedy('ENOSPC: no space left on device'), /disk/);
  assert.match(installRemedy('something else'), /install\.log/);
});
