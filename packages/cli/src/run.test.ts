import { createServer } from 'node:http';
import { Terminal } from './__testUtils__';

describe('run', () => {
  it("strips control characters from the portal's messages", async () => {
    const said = 'gone\u001b]0;pwned\u0007 away\u009b2J';
    const server = createServer((_request, response) => {
      response.writeHead(403, { 'Content-Type': 'application/json' }).end(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: said },
          response: { statusCode: 403 },
        }),
      );
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const terminal = await Terminal.create({
      PYK8S_LAB_URL: `http://127.0.0.1:${Object(server.address()).port}`,
      PYK8S_LAB_TOKEN: 'some-token',
    });
    try {
      for (const argv of [
        ['cluster', 'list'],
        ['auth', 'status'],
        ['doctor'],
      ]) {
        const { stdout, stderr } = await terminal.run(argv);
        expect(stdout + stderr).toContain('gone');
        expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      }
    } finally {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await terminal.remove();
    }
  });
});
