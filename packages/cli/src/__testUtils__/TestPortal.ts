import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Labs without clusters, made in a moment. */
const simulated = (onCommand: (argv: readonly string[]) => void) =>
  createBackendModule({
    pluginId: 'pyk8s-lab',
    moduleId: 'provider-of-the-test',
    register(reg) {
      reg.registerInit({
        deps: { providers: labProvidersExtensionPoint },
        async init({ providers }) {
          providers.addProvider(
            SimulatedLabProvider.create({
              provisioningTimeMs: 400,
              maxWorkers: 2,
              intercept: ({ command }) => command && onCommand(command.argv),
            }),
          );
        },
      });
    },
  });

/** The teams of the people of tests. */
const TEAMS: Readonly<Record<string, string[]>> = {
  'user:default/alice': ['group:default/team-a', 'group:default/team-b'],
  'user:default/bob': ['group:default/team-a'],
};

/** A portal with labs on this machine, and nothing else. */
export class TestPortal {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;

  /** The commands that have been run in labs, by their arguments. */
  readonly commands: (readonly string[])[];

  /**
   * @param options - provider: what makes labs, and its name; simulated unless
   * given; pyk8sLab: the plugin's settings
   */
  static async start(
    options: {
      provider?: { feature: BackendFeature; name: string };
      pyk8sLab?: object;
    } = {},
  ): Promise<TestPortal> {
    const commands: (readonly string[])[] = [];
    const provider = options.provider ?? {
      feature: simulated(argv => commands.push(argv)),
      name: 'simulated',
    };
    return new TestPortal(
      commands,
      await startTestBackend({
        features: [
          labs,
          provider.feature,
          mockServices.database.factory(),
          mockServices.userInfo.mock({
            async getUserInfo({ principal }) {
              const { userEntityRef } = Object(principal);
              return {
                userEntityRef,
                ownershipEntityRefs: [
                  userEntityRef,
                  ...(TEAMS[userEntityRef] ?? []),
                ],
              };
            },
          }).factory,
          mockServices.rootConfig.factory({
            data: {
              app: { baseUrl: 'https://portal.example.com' },
              backend: {
                baseUrl: 'http://localhost',
                database: { client: 'better-sqlite3', connection: ':memory:' },
              },
              pyk8sLab: {
                defaultProvider: provider.name,
                admins: ['user:default/carol'],
                ...options.pyk8sLab,
              },
            },
          }),
        ],
      }),
    );
  }

  private constructor(
    commands: (readonly string[])[],
    backend: Awaited<ReturnType<typeof startTestBackend>>,
  ) {
    this.commands = commands;
    this.#backend = backend;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#backend.server.port()}`;
  }

  /** What lets somebody in. */
  token(user = 'alice'): string {
    return mockCredentials.user.token(`user:default/${user}`);
  }

  /** The environment of somebody's command line. */
  env(user = 'alice'): Record<string, string> {
    return { PYK8S_LAB_URL: this.url, PYK8S_LAB_TOKEN: this.token(user) };
  }

  /** The API, as somebody uses it. */
  labs(user = 'alice'): LabClient {
    return new LabClient({
      discoveryApi: { getBaseUrl: async id => `${this.url}/api/${id}` },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: {
              ...init?.headers,
              Authorization: `Bearer ${this.token(user)}`,
            },
          }),
      },
    });
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }
}
