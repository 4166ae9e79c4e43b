import assert from 'node:assert/strict';
import test from 'node:test';
import { toolEnvironment } from './prepare.mjs';

test('the right Node comes first on the PATH, the own tools next', () => {
  const { PATH } = toolEnvironment('/node/bin', { PATH: '/usr/bin' });
  const folders = PATH.split(':');
  assert.equal(folders[0], '/node/bin');
  assert.match(folders[1], /\.tools\/bin$/);
  assert.equal(folders.at(-1), '/usr/bin');
});

test('what npm says about its script is not handed on, the settings of the user are', () => {
  const env = toolEnvironment('/node/bin', {
    PATH: '',
    HOME: '/home/sam',
    npm_lifecycle_event: 'start',
    npm_package_name: 'x',
    npm_config_local_prefix: '/elsewhere',
    npm_config_registry: 'https://npm.example.com',
  });
  assert.deepEqual(
    Object.keys(env).sort(),
    ['HOME', 'PATH', 'npm_config_registry'].sort(),
  );
});
