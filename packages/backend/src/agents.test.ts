import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
} from '@backstage/backend-defaults/alpha';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import mcp from '@backstage/plugin-mcp-actions-backend';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const provider = createBackendModule({
  pluginId: 'pyk8s-lab',
  moduleId: 'provider-of-the-test',
  register(reg) {
    reg.registerInit({
      deps: { providers: labProvidersExtensionPoint },
      async init({ providers }) {
        providers.addProvider(
          SimulatedLabProvider.create({ provisioningTimeMs: 0, maxWorkers: 1 }),
        );
      },
    });
  },
});

describe('agents', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const clients: Client[] = [];

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        labs,
        mcp,
        provider,
        actionsRegistryServiceFactory,
        actionsServiceFactory,
        mockServices.userInfo.factory(),
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
              actions: { pluginSources: ['pyk8s-lab'] },
            },
            pyk8sLab: { defaultProvider: 'simulated' },
          },
        }),
      ],
    });
  });
  afterAll(async () => {
    await Promise.all(clients.map(client => client.close()));
    await backend.stop();
  });

  const connect = async (userRef: string) => {
    const client = new Client({ name: 'an-agent', version: '1.0.0' });
    clients.push(client);
    await client.connect(
      new StreamableHTTPClientTransport(
        new URL(`http://localhost:${backend.server.port()}/api/mcp-actions/v1`),
        {
          requestInit: {
            headers: { Authorization: mockCredentials.user.header(userRef) },
          },
        },
      ),
    );
    /** Calls a tool, and reads what it answers. */
    const call = async (name: string, input: object) => {
      const { content, isError } = (await client.callTool({
        name,
        arguments: { ...input },
      })) as { content: { text: string }[]; isError?: boolean };
      const [{ text }] = content;
      return { text, isError: isError ?? false };
    };
    const ask = async (name: string, input: object) => {
      const { text, isError } = await call(name, input);
      expect([isError, text]).toEqual([false, text]);
      return JSON.parse(text.replace(/^```json\n|\n```$/g, ''));
    };
    return { client, call, ask };
  };

  it('find tools with honest annotations', async () => {
    const { client } = await connect('user:default/alice');
    const { tools } = await client.listTools();
    const hints = Object.fromEntries(
      tools.map(({ name, annotations }) => [
        name.replace(/^.*[./]/, ''),
        [annotations?.readOnlyHint, annotations?.destructiveHint],
      ]),
    );
    expect(hints).toMatchObject({
      'list-labs': [true, false],
      'get-lab': [true, false],
      'create-lab': [false, false],
      'exec-in-lab': [false, true],
      'delete-lab': [false, true],
    });
  });

  it('make, use and delete a lab on behalf of its owner only', async () => {
    const { client, ask } = await connect('user:default/alice');
    const nameOf = async (action: string) => {
      const { tools } = await client.listTools();
      return tools.find(({ name }) => name.endsWith(action))?.name ?? action;
    };
    const { lab } = await ask(await nameOf('create-lab'), {
      name: 'demo',
      ttl: '1h',
    });
    const wait = await nameOf('wait-for-lab');
    expect(await ask(wait, { lab: 'demo' })).toMatchObject({
      reached: true,
      lab: { id: lab.id, owner: 'user:default/alice' },
    });
    expect(
      await ask(await nameOf('exec-in-lab'), {
        lab: 'demo',
        command: 'kubectl get nodes',
      }),
    ).toMatchObject({ timedOut: false });

    const stranger = await connect('user:default/bob');
    const list = await nameOf('list-labs');
    expect(await stranger.ask(list, {})).toMatchObject({ labs: [], total: 0 });
    const refused = await stranger.call(await nameOf('delete-lab'), {
      lab: lab.id,
    });
    expect(refused).toMatchObject({
      isError: true,
      text: expect.stringContaining('There is no lab'),
    });

    await ask(await nameOf('delete-lab'), { lab: 'demo' });
    expect(await ask(wait, { lab: lab.id, status: 'DELETED' })).toMatchObject({
      reached: true,
    });
  });
});
