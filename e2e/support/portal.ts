import { freePort } from '@internal/test-utils';
import { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { portalConfig, type PortalOptions } from './portalConfig';
import { eventually, ProcessGroup } from './processes';

const ROOT = path.resolve(__dirname, '../..');
const START_MS = 180_000;

/**
 * A portal with free ports, a database in a temporary folder unless another one is
 * given, and otherwise the repository's configuration.
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
    await writeFile(
      portal.#configFile,
      // JSON is YAML, too.
      JSON.stringify(portalConfig(portal, folder, options)),
    );
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

  /** Starts the backend and the server of the frontend. */
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

  /** The output of the backend since its last start. */
  get backendOutput(): string {
    return this.#backend?.output ?? '';
  }

  /** Kills the backend, as a power failure would. */
  async killBackend(): Promise<void> {
    await this.#backend?.end('SIGKILL');
  }

  /** Stops the backend as an operator does. */
  async stopBackend(): Promise<void> {
    await this.#backend?.end('SIGTERM');
  }

  /** Deletes all labs, and stops the portal. */
  async stop(): Promise<void> {
    try {
      // A failed test may have left it killed, with labs.
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

  /** The client of the command line, as one of the example users. */
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
              // A keep-alive connection breaks when the backend is killed.
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
          // Prevents opening a browser window.
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
}
