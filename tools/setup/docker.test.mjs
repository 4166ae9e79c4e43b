import assert from 'node:assert/strict';
import test from 'node:test';
import { classifyDockerFailure, explainDocker } from './docker.mjs';

const failure = (code, output, timedOut = false) =>
  classifyDockerFailure({ code, output, timedOut });

test('each way in which Docker can be out of reach is told apart', () => {
  assert.equal(failure(127, 'docker: not found'), 'missing');
  assert.equal(
    failure(
      1,
      'Got permission denied while trying to connect to the Docker daemon socket',
    ),
    'permission',
  );
  assert.equal(
    failure(1, 'Cannot connect to the Docker daemon. Is it running?'),
    'stopped',
  );
  assert.equal(failure(1, '', true), 'silent');
});

test('the remedy is that of the system', () => {
  assert.match(explainDocker('missing', 'linux').remedy, /npm run lab-host/);
  assert.match(explainDocker('stopped', 'linux').remedy, /systemctl/);
  assert.match(explainDocker('stopped', 'darwin').remedy, /colima/);
  assert.match(explainDocker('permission', 'linux').remedy, /usermod/);
});

test('a daemon that DOCKER_HOST names is blamed by that name', () => {
  const { why, remedy } = explainDocker('stopped', 'linux', 'tcp://lab:2375');
  assert.match(why, /DOCKER_HOST=tcp:\/\/lab:2375/);
  assert.match(remedy, /DOCKER_HOST/);
});
