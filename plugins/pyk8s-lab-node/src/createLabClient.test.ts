import { mockServices } from '@backstage/backend-test-utils';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLabClient, type LabClientOptions } from './createLabClient';

describe('createLabClient', () => {
  let server: Server;
  let authorizations: unknown[];
  let answers: boolean;

  beforeEach(async () => {
    authorizations = [];
    answers = true;
    server = createServer((req, res) => {
      authorizations.push(req.headers.authorization);
      if (answers) {
        res.setHeader('Content-Type', 'application/json');
        res.end('{"items":[],"totalItems":0,"pageInfo":{}}');
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (options: Partial<LabClientOptions> = {}) => {
    const { port } = server.address() as AddressInfo;
    const base = async () => `http://127.0.0.1:${port}`;
    const auth = mockServices.auth.mock();
    let count = 0;
    auth.getPluginRequestToken.mockImplementation(
      async ({ targetPluginId }) => {
        count += 1;
        return { token: `${targetPluginId}-${count}` };
      },
    );
    return createLabClient({
      auth,
      discovery: { getBaseUrl: base, getExternalBaseUrl: base },
      onBehalfOf: () => auth.getOwnServiceCredentials(),
      ...options,
    });
  };

  it('gets a token for each request', async () => {
    const labs = client();
    await labs.listLabs();
    await labs.listLabs();
    expect(authorizations).toEqual([
      'Bearer pyk8s-lab-1',
      'Bearer pyk8s-lab-2',
    ]);
  });

  it.each<[string, () => Partial<LabClientOptions>]>([
    ['its signal aborts', () => ({ signal: AbortSignal.timeout(100) })],
    ['the request takes too long', () => ({ timeoutMs: 100 })],
  ])('ends a request when %s', async (_, options) => {
    answers = false;
    await expect(client(options()).listLabs()).rejects.toThrow(/timeout/i);
  });

  it('ends a request by the signal of the call, too', async () => {
    answers = false;
    const call = new AbortController();
    const frames = client({ timeoutMs: 60_000 }).streamLabs({
      signal: call.signal,
    });
    const frame = frames.next();
    call.abort(new Error('no longer wanted'));
    await expect(frame).rejects.toThrow('no longer');
  });
});
