import {
  ApiException,
  CoreV1Api,
  HttpMethod,
  VersionApi,
} from '@kubernetes/client-node';
import { HostileServer } from '@internal/test-utils';
import { clusterConfiguration } from './clusterConfiguration';

describe('the Kubernetes client of a lab', () => {
  let server: HostileServer;
  let elsewhere: HostileServer;

  beforeAll(async () => {
    [server, elsewhere] = await Promise.all([
      HostileServer.start(),
      HostileServer.start(),
    ]);
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  afterAll(async () => {
    await Promise.all([server.stop(), elsewhere.stop()]);
  });

  const configuration = (signal = new AbortController().signal) =>
    clusterConfiguration(server.access, {
      signal,
      headers: { 'Impersonate-User': 'pyk8s-lab' },
    });

  it('asks with the headers of the portal', async () => {
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end('{"gitVersion":"v1.34.4"}');
    };
    const { gitVersion } = await new VersionApi(configuration()).getCode();
    expect(gitVersion).toBe('v1.34.4');
    const [{ url, headers }] = server.requests;
    expect([url, headers['impersonate-user']]).toEqual([
      '/version',
      'pyk8s-lab',
    ]);
  });

  it('sends what it changes', async () => {
    let body = '';
    server.answer = (request, response) => {
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        response.setHeader('Content-Type', 'application/json');
        response.end('{}');
      });
    };
    await new CoreV1Api(configuration()).createNamespace({
      body: { metadata: { name: 'demo' } },
    });
    expect(JSON.parse(body)).toEqual({ metadata: { name: 'demo' } });
  });

  it('follows no redirect', async () => {
    server.answer = (_, response) =>
      response
        .writeHead(302, { Location: `${elsewhere.access.server}/api/v1/nodes` })
        .end();
    const error = await new CoreV1Api(configuration())
      .listNode()
      .catch(thrown => thrown);
    expect(error).toBeInstanceOf(ApiException);
    expect(error.code).toBe(302);
    expect(elsewhere.connections + elsewhere.requests.length).toBe(0);
  });

  it('reads a list up to a size', async () => {
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.write('{"items":[');
      server.endlessly(response, Buffer.alloc(65_536, ' '));
    };
    await expect(new CoreV1Api(configuration()).listNode()).rejects.toThrow(
      'more than the portal reads',
    );
  });

  it.each([
    ['{}', 'items'],
    ['0', 'items'],
    ['[]', 'items'],
    ['"k":0', 'object'],
  ])('parses no megabytes of %s', async (value, where) => {
    const values = `${`${value},`.repeat(2 ** 20)}${value}`;
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(where === 'items' ? `{"items":[${values}]}` : `{${values}}`);
    };
    const parse = jest.spyOn(JSON, 'parse');
    await expect(new CoreV1Api(configuration()).listNode()).rejects.toThrow(
      'more objects than the portal reads',
    );
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('parses nothing that is nested without an end', async () => {
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(`{"items":${'['.repeat(600)}${']'.repeat(600)}}`);
    };
    await expect(new CoreV1Api(configuration()).listNode()).rejects.toThrow(
      'more objects than the portal reads',
    );
  });

  it('counts no values in strings, nor in what is not valid JSON', async () => {
    const message = '{[,'.repeat(2 ** 20);
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ gitVersion: `"\\${message}` }));
    };
    const { gitVersion } = await new VersionApi(configuration()).getCode();
    expect(gitVersion.length).toBe(message.length + 2);
    server.answer = (_, response) => response.end(`# HELP ${message}`);
    const { httpApi, baseServer } = configuration();
    const metrics = await httpApi
      .send(baseServer.makeRequestContext('/metrics', HttpMethod.GET))
      .toPromise();
    expect(await metrics.body.text()).toBe(`# HELP ${message}`);
  });

  it('reads less where less is expected', async () => {
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ items: [], more: 'x'.repeat(2 ** 20) }));
    };
    const { signal } = new AbortController();
    const small = clusterConfiguration(server.access, {
      signal,
      maxBytes: 512 * 2 ** 10,
    });
    await expect(new CoreV1Api(small).listNode()).rejects.toThrow(
      'more than the portal reads',
    );
    expect((await new CoreV1Api(configuration()).listNode()).items).toEqual([]);
  });

  it('reads so much of what kinds there are in all', async () => {
    const client = configuration();
    server.answer = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(`{"resources":[]${' '.repeat(6 * 2 ** 20)}}`);
    };
    const ask = async (group: string) => {
      const context = client.baseServer.makeRequestContext(
        `/apis/${group}/v1`,
        HttpMethod.GET,
      );
      return client.httpApi.send(context).toPromise();
    };
    await ask('a');
    await ask('b');
    await expect(ask('c')).rejects.toThrow('more than the portal reads');
  });

  it('ends with its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the caller has gone');
    server.answer = () => controller.abort(reason);
    await expect(
      new CoreV1Api(configuration(controller.signal)).listNode(),
    ).rejects.toBe(reason);
  });
});
