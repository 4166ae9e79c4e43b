import { freePort } from '@internal/test-utils';
import { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, ProcessGroup } from './processes';

const ROOT = path.resolve(__dirname, '../..');
const START_MS = 180_000;

/** The shortest time of a lab in these portals, in seconds. */
export const SHORTEST_TTL_SECONDS = 10;

/** A Kubernetes version whose node image cannot be had. */
export const MISSING_VERSION = 'v1.99.0';

/** More labs than any test has at a time. */
const QUOTAS = { perUser: 200, perGroup: 200, total: 400 };

const SEARCH_SCHEDULE = {
  frequency: { seconds: 5 },
  timeout: { minutes: 1 },
  initialDelay: { seconds: 3 },
};

const nodeImages = [
  // The first is the default, unless KIND_NODE_IMAGE is set.
  { version: 'v1.34.0', image: 'kindest/node:v1.34.0' },
  { version: MISSING_VERSION, image: 'pyk8s-lab.invalid/node:v1.99.0' },
];

/** How a portal differs from the repository's own configuration. */
export interface PortalOptions {
  /** A PostgreSQL, and what the names of its databases begin with. */
  readonly postgres?: { readonly connection: string; readonly prefix: string };
  /** Of the plugin. */
  readonly pyk8sLab?: Record<string, unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Where the frontend comes from: `built` (default) is the one that the backend
   * serves, as in production; `development` is a server of its own with another
   * origin, as after `npm start`.
   */
  readonly app?: 'built' | 'development';
}

/**
 * A portal of its own: free ports, a database in a temporary folder unless one is
 * given, and the repository's own configuration otherwise.
 */
export class Portal {
  readonly appUrl: string;
  readonly backendUrl: string;
  readonly #folder: string;
  readonly #configFile: string;
  readonly #options: PortalOptions;
  #backend: ProcessGroup | undefined;
  #app: ProcessGroup | undefined;

  static async create(options: PortalOptions = {}): Promise<Portal> {
    const folder = await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-e2e-'));
    const portal = new Portal(
      folder,
      await freePort(),
      await freePort(),
      options,
    );
    await writeFile(portal.#configFile, portal.#config());
    return portal;
  }

  private constructor(
    folder: string,
    appPort: number,
    backendPort: number,
    options: PortalOptions,
  ) {
    this.#folder = folder;
    this.#options = options;
    this.#configFile = path.join(folder, 'app-config.e2e.yaml');
    this.backendUrl = `http://localhost:${backendPort}`;
    this.appUrl =
      options.app === 'development'
        ? `http://localhost:${appPort}`
        : this.backendUrl;
  }

  async startBackend(): Promise<void> {
    this.#backend = this.#start('backend');
    await this.#answers(
      this.#backend,
      `${this.backendUrl}/.backstage/health/v1/readiness`,
    );
  }

  /** Starts the backend and what serves the frontend. */
  async start(): Promise<void> {
    await Promise.all([
      this.startBackend(),
      ...(this.#options.app === 'development' ? [this.#startApp()] : []),
    ]);
  }

  async #startApp(): Promise<void> {
    this.#app = this.#start('app');
    await this.#answers(this.#app, this.appUrl);
  }

  /** All that the backend has printed since it was started last. */
  get backendOutput(): string {
    return this.#backend?.output ?? '';
  }

  /** What a power cut does to the backend. */
  async killBackend(): Promise<void> {
    await this.#backend?.end('SIGKILL');
  }

  /** Ends the backend as an operator does. */
  async stopBackend(): Promise<void> {
    await this.#backend?.end('SIGTERM');
  }

  /** Deletes every lab, and ends the portal. */
  async stop(): Promise<void> {
    try {
      // A test that failed may have left it killed, and its labs behind.
      if (!this.#backend?.running) {
        await this.startBackend();
      }
      await this.#deleteLabs();
    } finally {
      await Promise.all([
        this.#app?.end('SIGTERM'),
        this.#backend?.end('SIGTERM'),
      ]);
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  /** The client that command lines use, as one of the example users. */
  async client(user: string): Promise<LabClient> {
    const token = await this.token(user);
    return new LabClient({
      discoveryApi: { getBaseUrl: async id => `${this.backendUrl}/api/${id}` },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: {
              ...init?.headers,
              Authorization: `Bearer ${token}`,
              // A kept connection to a backend that was killed since is no use.
              Connection: 'close',
            },
          }),
      },
    });
  }

  async token(user: string): Promise<string> {
    // The catalog reads the example users in the first seconds after a start.
    return eventually(`${user} can sign in`, 60_000, async () => {
      const response = await fetch(`${this.backendUrl}/api/auth/demo/refresh`, {
        headers: { 'x-demo-user': user },
      });
      const body = await response.json();
      return body.backstageIdentity?.token as string | undefined;
    });
  }

  async #deleteLabs(): Promise<void> {
    const clients = await Promise.all(
      ['alice', 'bob'].map(user => this.client(user)),
    );
    for (const client of clients) {
      const { items } = await client.listLabs();
      await Promise.all(items.map(({ id }) => client.deleteLab(id)));
      await eventually('every lab is deleted', 120_000, async () =>
        (await client.listLabs()).totalItems === 0 ? true : undefined,
      );
    }
  }

  #start(workspace: 'app' | 'backend'): ProcessGroup {
    return new ProcessGroup(
      'backstage-cli',
      [
        'package',
        'start',
        '--config',
        path.join(ROOT, 'app-config.yaml'),
        '--config',
        this.#configFile,
      ],
      {
        cwd: path.join(ROOT, 'packages', workspace),
        env: {
          ...process.env,
          ...this.#options.env,
          PATH: `${path.join(ROOT, 'node_modules/.bin')}${path.delimiter}${
            process.env.PATH
          }`,
          NODE_ENV: 'development',
          // Nothing opens a browser window.
          BROWSER: 'none',
        },
      },
    );
  }

  async #answers(group: ProcessGroup, url: string): Promise<void> {
    try {
      await eventually(`${url} answers`, START_MS, async () => {
        if (!group.running) {
          throw new Error('It ended');
        }
        return (await fetch(url)).ok ? true : undefined;
      });
    } catch (error) {
      throw new Error(`The portal did not start:\n${group.output}`, {
        cause: error,
      });
    }
  }

  /** JSON is YAML too. */
  #config(): string {
    const port = (url: string) => Number(new URL(url).port);
    return JSON.stringify({
      app: {
        baseUrl: this.appUrl,
        listen: { host: '127.0.0.1', port: port(this.appUrl) },
        // A copy of every asset in the database would only slow the start down.
        disableStaticFallbackCache: true,
      },
      backend: {
        baseUrl: this.backendUrl,
        listen: { host: '127.0.0.1', port: port(this.backendUrl) },
        cors: { origin: this.appUrl },
        database: this.#database(),
      },
      search: {
        collators: {
          catalog: { schedule: SEARCH_SCHEDULE },
          pyk8sLab: { schedule: SEARCH_SCHEDULE },
        },
      },
      pyk8sLab: {
        ttl: { min: { seconds: SHORTEST_TTL_SECONDS } },
        provisioning: { concurrency: 3 },
        quotas: { ...QUOTAS, simulated: QUOTAS },
        createRate: { limit: 1_000 },
        changeRate: { limit: 10_000 },
        kind: {
          nodeImages: process.env.KIND_NODE_IMAGE
            ? nodeImages.slice(1)
            : nodeImages,
        },
        ...this.#options.pyk8sLab,
      },
    });
  }

  #database() {
    const { postgres } = this.#options;
    return postgres
      ? {
          client: 'pg',
          prefix: postgres.prefix,
          connection: postgres.connection,
          // Several portals share one server.
          knexConfig: { pool: { min: 0, max: 10 } },
        }
      : { connection: { directory: path.join(this.#folder, 'db') } };
  }
}
