import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fromRoot } from '../common/paths.mjs';
import { kindRelease, parseEnvFile } from './kind.mjs';

const pins = parseEnvFile(readFileSync(fromRoot('tools', 'kind.env'), 'utf8'));

test('every platform that the portal runs on has a pinned checksum of its own', () => {
  const releases = ['linux', 'darwin'].flatMap(platform =>
    ['x64', 'arm64'].map(arch => kindRelease(pins, platform, arch)),
  );
  for (const { sha256 } of releases) {
    assert.match(sha256, /^[0-9a-f]{64}$/);
  }
  assert.equal(new Set(releases.map(({ sha256 }) => sha256)).size, 4);
});

test('the address names version and platform', () => {
  const { url } = kindRelease(pins, 'linux', 'x64');
  assert.ok(url.endsWith(`/v${pins.KIND_VERSION}/kind-linux-amd64`), url);
});

test('an unknown platform has no release', () => {
  assert.equal(kindRelease(pins, 'linux', 's390x'), undefined);
  assert.equal(kindRelease(pins, 'win32', 'x64'), undefined);
});

test('comments, blank lines and other lines are ignored', () => {
  const text =
    '# made by a tool\n\nONE=1\nexport TWO=a=b \nnot a setting\n=3\n';
  assert.deepEqual(parseEnvFile(text), { ONE: '1', TWO: 'a=b' });
});
