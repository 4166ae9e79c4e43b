import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeCommandRunner } from '../__testUtils__/FakeCommandRunner';
import { KindCli } from './KindCli';

describe('the docker configuration of kind', () => {
  let HOME: string;

  beforeEach(() => {
    HOME = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
    mkdirSync(join(HOME, '.docker'));
  });

  afterEach(() => rmSync(HOME, { recursive: true, force: true }));

  /** @returns kind's environment, and the content of docker's configuration in it */
  const create = async (config: string) => {
    writeFileSync(join(HOME, '.docker', 'config.json'), config);
    const runner = new FakeCommandRunner();
    let read = '';
    runner.on('kind create', ({ options: { env } }) => {
      const folder = env.DOCKER_CONFIG ?? join(env.HOME, '.docker');
      read = readFileSync(join(folder, 'config.json'), 'utf8');
      return '';
    });
    const kind = new KindCli({ runner, binary: 'kind', env: { HOME } });
    await kind.createCluster({
      name: 'lab-abc-0001',
      network: 'zz-lab-abc-0001',
      layout: {
        workers: 0,
        apiPort: 30_001,
        reach: { listen: '127.0.0.1', host: 'localhost' },
      },
      timeoutMs: 1_000,
      signal: new AbortController().signal,
      onLine: () => undefined,
    });
    return { env: runner.ran[0].options.env, read };
  };

  it('has no user or password of a proxy', async () => {
    const auths = { 'registry.example.com': { auth: 'YTpi' } };

    const { read } = await create(
      JSON.stringify({
        auths,
        Proxies: {
          default: { httpProxy: 'http://ann:pa55@proxy.example.com:3128' },
          'tcp://labs.example.com:2376': {
            ALLPROXY: 'socks5://ann:pa55@proxy.example.com',
            noProxy: '*.example.com',
          },
        },
      }),
    );

    expect(JSON.parse(read)).toEqual({
      auths,
      Proxies: {
        default: { httpProxy: 'http://proxy.example.com:3128' },
        'tcp://labs.example.com:2376': {
          ALLPROXY: 'socks5://proxy.example.com',
          noProxy: '*.example.com',
        },
      },
    });
  });

  it.each(['{"auths": {}}', '{"proxies": {"default": {"httpProxy": "p:80"}}}'])(
    "is the user's one if it has none: %s",
    async config => {
      const { env, read } = await create(config);

      expect(env).not.toHaveProperty('DOCKER_CONFIG');
      expect(read).toBe(config);
    },
  );

  it("is empty if the user's one cannot be parsed", async () => {
    const { read } = await create(
      '{"proxies": {"default": {"httpProxy": "http://a:b@p"}}} and more',
    );

    expect(read).toBe('{}');
  });
});
