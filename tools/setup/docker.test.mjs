import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import test from 'node:test';
import { classifyDockerFailure, explainDocker, findDocker } from './docker.mjs';

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
  const { why, remedy } = explainDocker('stopped', 'linux', {
    host: 'tcp://lab:2375',
    context: 'colima',
  });
  assert.match(why, /DOCKER_HOST=tcp:\/\/lab:2375/);
  assert.match(remedy, /DOCKER_HOST/);
});

test('a context that leads nowhere is blamed by its name', () => {
  const { why, remedy } = explainDocker('stopped', 'darwin', {
    context: 'colima',
  });
  assert.match(why, /context "colima"/);
  assert.match(remedy, /docker context use/);
  assert.match(
    explainDocker('stopped', 'darwin', { context: 'default' }).remedy,
    /open -a Docker/,
  );
});

test('the context that is selected is asked of the docker command', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  writeFileSync(
    join(folder, 'docker'),
    '#!/bin/sh\n[ "$1 $2" = "context show" ] && echo colima && exit\nexit 1\n',
    { mode: 0o755 },
  );
  const found = await findDocker({ PATH: `${folder}${delimiter}/bin` });
  rmSync(folder, { recursive: true });
  assert.match(found.why, /context "colima"/);
});
