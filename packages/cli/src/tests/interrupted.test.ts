import { createServer, type Server } from 'node:http';
import { Terminal } from '../__testUtils__';

const ID = '0b9f5a1e-0000-4000-8000-000000000001';

/** What asks a portal, and has nothing to say when that is ended. */
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

  beforeAll(async () => {
    server = createServer((_request, response) => {
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
    // Shortly after, when what has been answered is being read.
    onAsked = () => void setTimeout(() => controller.abort('SIGINT'), 50);
    return terminal.run(argv, { signal: controller.signal, env });
  };

  it.each(COMMANDS)('ends "pyk8s %s %s"', async (...argv) => {
    headersOnly = false;
    const { code, stderr } = await interrupt(argv.filter(Boolean));
    expect([code, stderr]).toEqual([130, '']);
  });

  it('ends what is answered in part', async () => {
    headersOnly = true;
    const { code, stderr } = await interrupt(['cluster', 'list']);
    expect([code, stderr]).toEqual([130, '']);
  });

  it('ends signing in, which changes nothing then', async () => {
    headersOnly = false;
    const { code, stderr } = await interrupt(['auth', 'login']);
    expect([code, stderr]).toEqual([
      130,
      expect.stringContaining('nothing has changed'),
    ]);
  });
});
