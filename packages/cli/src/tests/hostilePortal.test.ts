import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { aLab } from '@internal/test-utils';
import { stringify } from 'yaml';
import { Terminal } from '../__testUtils__';

describe('a kubeconfig that would make kubectl run a program', () => {
  let terminal: Terminal;
  let server: Server;
  let user: object;

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      if (url.includes('/kubeconfig')) {
        const name = 'kind-demo';
        response.end(
          stringify({
            clusters: [{ name, cluster: { server: 'https://localhost:1' } }],
            users: [{ name, user }],
            contexts: [{ name, context: { cluster: name, user: name } }],
            'current-context': name,
          }),
        );
      } else {
        const lab = aLab({ name: 'demo' });
        response.setHeader('Content-Type', 'application/json');
        response.end(
          JSON.stringify(
            url.includes(`/labs/${lab.id}`)
              ? lab
              : { items: [lab], totalCount: 1 },
          ),
        );
      }
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    terminal = await Terminal.create({
      PYK8S_LAB_URL: `http://127.0.0.1:${Object(server.address()).port}`,
      PYK8S_LAB_TOKEN: 'some-token',
    });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await terminal.remove();
  });

  const { id } = aLab();
  const get = (...options: string[]) =>
    terminal.run(['cluster', 'get-kubeconfig', id, ...options]);

  it.each([
    ['exec', { command: 'touch', args: ['/tmp/canary'] }],
    ['auth-provider', { name: 'gcp', config: { 'cmd-path': 'touch' } }],
  ])('is refused with %s', async (field, program) => {
    user = { token: 'a-token', [field]: program };
    const file = join(terminal.home, 'lab.yaml');
    for (const options of [[], ['--merge'], ['--file', file], ['--viewer']]) {
      expect(await get(...options)).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(`"${field}"`),
      });
    }
    expect(existsSync(terminal.kubeconfig)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  it('is accepted without one', async () => {
    user = { token: 'a-token' };
    expect((await get('--merge')).code).toBe(0);
    expect(await readFile(terminal.kubeconfig, 'utf8')).toContain('a-token');
  });
});
