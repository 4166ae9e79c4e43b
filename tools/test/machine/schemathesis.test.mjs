import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { MARKER, findPython, isInstalled, markerOf } from './schemathesis.mjs';

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'python '));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const program = (folder, name, code) =>
  writeFile(join(folder, name), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });

test('a Python that is too old or cannot create environments is skipped', () =>
  inFolder(async folder => {
    const env = { PATH: folder };
    const names = ['python3', 'python3.12', 'python3.11'];
    assert.equal(await findPython(env, names), undefined);
    await program(folder, 'python3', 1);
    assert.equal(await findPython(env, names), undefined);
    await program(folder, 'python3.11', 0);
    assert.equal(await findPython(env, names), join(folder, 'python3.11'));
  }));

test('an installation is reused only if complete, in its place, with the same packages', () =>
  inFolder(async folder => {
    assert.equal(isInstalled(folder, 'a==1\n'), false);
    await writeFile(join(folder, MARKER), markerOf(folder, 'a==1\n'));
    assert.equal(isInstalled(folder, 'a==1\n'), true);
    assert.equal(isInstalled(folder, 'a==2\n'), false);
    await writeFile(join(folder, MARKER), markerOf('/elsewhere', 'a==1\n'));
    assert.equal(isInstalled(folder, 'a==1\n'), false);
  }));
