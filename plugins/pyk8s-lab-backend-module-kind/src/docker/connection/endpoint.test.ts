import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerodeHost } from '../DockerodeHost';
import { dockerEndpoint, isLocal, socketPathOf } from './endpoint';

const nothing = () => false;
const SYSTEM = { address: 'unix:///var/run/docker.sock' };

describe('dockerEndpoint', () => {
  let HOME: string;

  beforeEach(() => {
    HOME = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  });

  afterEach(() => rmSync(HOME, { recursive: true, force: true }));

  const write = (path: string, content: object | string) => {
    const file = join(HOME, '.docker', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(
      file,
      typeof content === 'string' ? content : JSON.stringify(content),
    );
    return file;
  };

  const idOf = (name: string) =>
    createHash('sha256').update(name).digest('hex');

  /** Writes a context as `docker context create` does. */
  const addContext = (name: string, docker: object) =>
    write(`contexts/meta/${idOf(name)}/meta.json`, {
      Name: name,
      Metadata: {},
      Endpoints: { docker },
    });

  it('is DOCKER_HOST if set, whatever context is selected', () => {
    addContext('colima', { Host: 'unix:///colima.sock' });
    write('config.json', { currentContext: 'colima' });
    const DOCKER_HOST = 'tcp://labs.example.com:2375';

    expect(dockerEndpoint({ HOME, DOCKER_HOST })).toEqual({
      address: DOCKER_HOST,
    });
    expect(
      dockerEndpoint({ HOME, DOCKER_HOST, DOCKER_CONTEXT: 'colima' }),
    ).toEqual({ address: DOCKER_HOST });
  });

  it('is the context that "docker context use" chose', () => {
    addContext('colima', { Host: 'unix:///home/ann/.colima/docker.sock' });
    write('config.json', { auths: {}, currentContext: 'colima' });

    expect(dockerEndpoint({ HOME })).toEqual({
      address: 'unix:///home/ann/.colima/docker.sock',
    });
    expect(
      dockerEndpoint({ DOCKER_CONFIG: join(HOME, '.docker') }),
    ).toMatchObject({ address: 'unix:///home/ann/.colima/docker.sock' });
  });

  it('prefers the context of DOCKER_CONTEXT', () => {
    addContext('colima', { Host: 'unix:///colima.sock' });
    addContext('rootless', { Host: 'unix:///run/user/1000/docker.sock' });
    write('config.json', { currentContext: 'colima' });

    expect(dockerEndpoint({ HOME, DOCKER_CONTEXT: 'rootless' })).toEqual({
      address: 'unix:///run/user/1000/docker.sock',
    });
    expect(
      dockerEndpoint({ HOME, DOCKER_CONTEXT: 'default' }, nothing),
    ).toEqual(SYSTEM);
  });

  it('uses the certificates of a context', () => {
    addContext('server', { Host: 'tcp://labs.example.com:2376' });
    addContext('lax', {
      Host: 'tcp://labs.example.com:2376',
      SkipTLSVerify: true,
    });
    const ca = write(`contexts/tls/${idOf('server')}/docker/ca.pem`, 'CA');

    expect(dockerEndpoint({ HOME, DOCKER_CONTEXT: 'server' }).tls).toEqual({
      directory: join(ca, '..'),
      verify: true,
    });
    expect(dockerEndpoint({ HOME, DOCKER_CONTEXT: 'lax' }).tls).toMatchObject({
      verify: false,
    });
  });

  it.each([
    ['tcp://labs.example.com:2375', {}, undefined],
    ['tcp://labs.example.com:2376', {}, true],
    ['tcp://labs.example.com:2375', { DOCKER_TLS_VERIFY: '1' }, true],
    ['labs.example.com:2375', { DOCKER_TLS_VERIFY: '1' }, true],
    ['tcp://labs.example.com:2375', { DOCKER_TLS: '1' }, false],
    ['unix:///docker.sock', { DOCKER_TLS_VERIFY: '1' }, undefined],
    ['ssh://me@labs.example.com', { DOCKER_TLS_VERIFY: '1' }, undefined],
  ])('verifies, for DOCKER_HOST=%s and %j: %s', (DOCKER_HOST, more, verify) => {
    const { tls } = dockerEndpoint({
      DOCKER_HOST,
      DOCKER_CERT_PATH: '/certs',
      ...more,
    });

    expect(tls).toEqual(
      verify === undefined ? undefined : { directory: '/certs', verify },
    );
  });

  it('reports a missing context with every call', async () => {
    write('config.json', { currentContext: 'gone' });
    const docker = DockerodeHost.create({ endpoint: dockerEndpoint({ HOME }) });

    await expect(docker.version()).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      message: expect.stringMatching(
        /^The Docker context "gone", which "docker context use" selects, .*docker context ls/,
      ),
    });
  });

  it('ignores a configuration that is not valid JSON', () => {
    write('config.json', '{"currentContext": ');

    expect(dockerEndpoint({ HOME }, nothing)).toEqual(SYSTEM);
  });

  it("defaults to the system's socket, or else Docker Desktop's", () => {
    const desktop = '/home/ann/.docker/run/docker.sock';

    expect(dockerEndpoint({}, nothing)).toEqual(SYSTEM);
    expect(dockerEndpoint({ HOME }, () => true)).toEqual(SYSTEM);
    expect(
      dockerEndpoint({ HOME: '/home/ann' }, path => path === desktop),
    ).toEqual({ address: `unix://${desktop}` });
  });
});

describe('socketPathOf', () => {
  it.each([
    ['unix:///run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
    ['unix://', '/var/run/docker.sock'],
    ['tcp://127.0.0.1:2375', undefined],
    ['ssh://me@labs.example.com', undefined],
  ])('is, for %s, %s', (endpoint, path) => {
    expect(socketPathOf(endpoint)).toBe(path);
  });
});

describe('isLocal', () => {
  it.each([
    ['unix:///var/run/docker.sock', true],
    ['tcp://127.0.0.1:2375', true],
    ['tcp://localhost:2375', true],
    ['tcp://[::1]:2375', true],
    ['tcp://labs.example.com:2376', false],
    ['labs.example.com:2376', false],
    ['ssh://me@labs.example.com', false],
  ])('is, for %s, %s', (endpoint, local) => {
    expect(isLocal(endpoint)).toBe(local);
  });
});
