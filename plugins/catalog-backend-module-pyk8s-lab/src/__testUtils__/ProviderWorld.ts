import type { LabApiServer } from '@internal/test-utils';
import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskFunction,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { LabReader } from '../api/LabReader';
import { toEntity } from '../entity/toEntity';
import { LabEntityProvider } from '../sync/LabEntityProvider';
import { eventually } from './eventually';
import type { FakeCatalog } from './FakeCatalog';

/** One replica of the portal: a provider between a catalog and an API. */
export class ProviderWorld {
  readonly provider: LabEntityProvider;
  /** The log messages, with their levels. */
  readonly logged: string[] = [];
  /** The durations of all waits so far, in milliseconds. */
  readonly waits: number[] = [];
  /** The clock, in milliseconds. */
  now = 0;
  #tokens = 0;
  #fullSync: SchedulerServiceTaskFunction | undefined;

  /** Starts one and waits until the catalog is up to date. */
  static async start(
    api: LabApiServer,
    catalog: FakeCatalog,
  ): Promise<ProviderWorld> {
    const world = ProviderWorld.create(api);
    await world.provider.connect(catalog);
    await world.provider.start();
    await eventually(
      () =>
        api.followers > 0 &&
        catalog.mutations.some(({ type }) => type === 'full'),
    );
    return world;
  }

  static create(api: LabApiServer): ProviderWorld {
    return new ProviderWorld(api);
  }

  private constructor(api: LabApiServer) {
    const logger: LoggerService = mockServices.logger.mock({
      debug: message => this.logged.push(`debug ${message}`),
      info: message => this.logged.push(`info ${message}`),
      warn: message => this.logged.push(`warn ${message}`),
      error: message => this.logged.push(`error ${message}`),
    });
    this.provider = LabEntityProvider.create({
      reader: LabReader.create({
        auth: this.#auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async () => api.url,
        }),
      }),
      toEntity: lab =>
        toEntity(lab, {
          app: 'https://portal.test',
          api: 'https://portal.test/api/pyk8s-lab',
        }),
      schedule: {
        run: async ({ fn }) => {
          this.#fullSync = fn;
        },
      },
      logger,
      // A short wait, so that repeated failures do not block the test.
      wait: async ms => {
        this.waits.push(ms);
        await new Promise(resolve => setImmediate(resolve));
      },
      random: () => 1,
      now: () => this.now,
    });
  }

  /** Runs the scheduled task. */
  async fullSync(): Promise<void> {
    await this.#fullSync?.(new AbortController().signal);
  }

  /** The log messages of a level. */
  at(level: string): string[] {
    return this.logged.filter(line => line.startsWith(`${level} `));
  }

  #auth(): AuthService {
    return mockServices.auth.mock({
      getOwnServiceCredentials: async () =>
        ({
          principal: { type: 'service', subject: 'plugin:catalog' },
        } as never),
      getPluginRequestToken: async ({ targetPluginId }) => {
        this.#tokens += 1;
        return { token: `${targetPluginId}-token-${this.#tokens}` };
      },
    });
  }
}
