import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { Terminal } from '../__testUtils__';

const ID = '0b9f5a1e-0000-4000-8000-000000000001';

/** Commands that wait for a portal and print nothing when they are interrupted. */
const COMMANDS = [
  ['cluster', 'list'],
  ['cluster', 'get', ID],
  ['cluster', 'get', 'demo'],
  ['cluster', 'extend', 'demo'],
  ['cluster', 'pause', 'demo'],
  ['cluster', 'resume', 'demo'],
  ['cluster', 'retry', 'demo'],
  ['cluster', 'delete', 'demo'],
  ['cluster', 'wait', 'demo'],
  ['cluster', 'get-kubeconfig', 'demo'],
  ['cluster', 'exec', 'demo', '--', 'kubectl', 'get', 'pods'],
  ['cluster', 'logs', 'demo'],
  ['cluster', 'load-image', 'demo', 'app:1'],
  ['auth', 'status'],
  ['doctor'],
];

describe('Ctrl-C while a portal does not answer', () => {
  let terminal: Terminal;
  let server: Server;
  let onAsked: () => void = () => {};
  let headersOnly = false;
  /** Requested names; all but the last are taken. */
  let taken: string[] | undefined;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      if (taken) {
        taken.push(JSON.parse(await text(request)).name);
        if (taken.length < 3) {
          response.writeHead(409, { 'Content-Type': 'application/json' });
          response.end('{"error":{"name":"ConflictError","message":"taken"}}');
          return;
        }
      }
      if (headersOnly) {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('{');
      }
      onAsked();
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

  const interrupt = async (argv: string[], env?: Record<string, string>) => {
    const controller = new AbortController();
    // Slightly later, while the answer is being read.
    onAsked = () => void setTimeout(() => controller.abort('SIGINT'), 50);
    return terminal.run(argv, { signal: controller.signal, env });
  };

  it.each(COMMANDS)('ends "pyk8s %s %s"', async (...argv) => {
    headersOnly = false;
    const { code, stderr } = await interrupt(argv.filter(Boolean));
    expect([code, stderr]).toEqual([130, '']);
  });

  it('aborts a partial answer', async () => {
    headersOnly = true;
    const { code, stderr } = await interrupt(['cluster', 'list']);
    expect([code, stderr]).toEqual([130, '']);
  });

  it('names the last requested lab, not one of another user', async () => {
    headersOnly = false;
    taken = [];
    const names = taken;
    const { code, stderr } = await interrupt([
      ...['cluster', 'create', '--generate-name', 'ci'],
    ]);
    taken = undefined;
    expect(code).toBe(130);
    expect(new Set(names).size).toBe(3);
    expect(stderr).toContain(`pyk8s cluster delete ${names[2]}`);
    expect(stderr).not.toContain(names[0]);
    expect(stderr).not.toContain(names[1]);
  });

  it('aborts signing in, which changes nothing', async () => {
    headersOnly = false;
    const { code, stderr } = await interrupt(['auth', 'login']);
    expect([code, stderr]).toEqual([
      130,
      expect.stringContaining('nothing has changed'),
    ]);
  });
});
