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

/** Simulated labs that are provisioned within half a second. */
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

/** The groups of the test users. */
const TEAMS: Readonly<Record<string, string[]>> = {
  'user:default/alice': ['group:default/team-a', 'group:default/team-b'],
  'user:default/bob': ['group:default/team-a'],
};

/** A portal on this machine that has only the labs plugin. */
export class TestPortal {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;

  /** The arguments of each command that ran in a lab. */
  readonly commands: (readonly string[])[];

  /**
   * @param options - provider: the lab provider and its name; simulated unless given;
   *   pyk8sLab: the plugin's configuration
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

  /** A token of a test user. */
  token(user = 'alice'): string {
    return mockCredentials.user.token(`user:default/${user}`);
  }

  /** The environment variables of a user's shell. */
  env(user = 'alice'): Record<string, string> {
    return { PYK8S_LAB_URL: this.url, PYK8S_LAB_TOKEN: this.token(user) };
  }

  /** The API client of a user. */
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
