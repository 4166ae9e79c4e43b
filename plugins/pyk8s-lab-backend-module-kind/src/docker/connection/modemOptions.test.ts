import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeDockerDaemon } from '../../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from '../DockerodeHost';
import { modemOptions } from './modemOptions';

describe('modemOptions', () => {
  it.each([
    [
      'tcp://labs.example.com',
      { protocol: 'http', host: 'labs.example.com', port: '2375' },
    ],
    [
      'labs.example.com:4000',
      { protocol: 'http', host: 'labs.example.com', port: '4000' },
    ],
    [
      'ssh://me@labs.example.com',
      { protocol: 'ssh', host: 'labs.example.com', username: 'me' },
    ],
    ['unix:///docker.sock', { protocol: 'http', socketPath: '/docker.sock' }],
  ])('are, for %s, %j', (address, options) => {
    expect(modemOptions({ address })).toMatchObject(options);
  });

  it('read the existing certificates', () => {
    const directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
    writeFileSync(join(directory, 'ca.pem'), 'CA');
    const tls = { directory, verify: true };

    expect(
      modemOptions({ address: 'tcp://labs.example.com', tls }),
    ).toMatchObject({
      protocol: 'https',
      port: '2376',
      ca: 'CA',
      cert: undefined,
      key: undefined,
    });
    rmSync(directory, { recursive: true, force: true });
  });

  it('reject an invalid address', () => {
    expect(() => modemOptions({ address: 'tcp://:x' })).toThrow(
      'is not an address of a Docker daemon',
    );
  });

  it("use the endpoint, whatever the process's DOCKER_HOST is", async () => {
    const { DOCKER_HOST } = process.env;
    const daemon = await FakeDockerDaemon.start();
    daemon.answers.set('GET /version', {
      status: 200,
      body: { Version: '28.2.2' },
    });
    process.env.DOCKER_HOST = 'tcp://labs.example.com:2375';
    try {
      const docker = DockerodeHost.create({
        endpoint: { address: daemon.endpoint },
      });

      expect(await docker.version()).toBe('28.2.2');
    } finally {
      if (DOCKER_HOST === undefined) {
        delete process.env.DOCKER_HOST;
      } else {
        process.env.DOCKER_HOST = DOCKER_HOST;
      }
      await daemon.stop();
    }
  });
});
