import { LabApiServer } from '@internal/test-utils';
import { FakeCatalog } from './FakeCatalog';
import { ProviderWorld } from './ProviderWorld';

/** Replicas of a portal, with one API and one catalog. */
export class Replicas {
  readonly api: LabApiServer;
  readonly catalog = new FakeCatalog();
  readonly #worlds: ProviderWorld[] = [];

  static async create(): Promise<Replicas> {
    return new Replicas(await LabApiServer.start());
  }

  private constructor(api: LabApiServer) {
    this.api = api;
  }

  /** Starts a replica, and waits until the catalog is up to date. */
  async start(): Promise<ProviderWorld> {
    const world = await ProviderWorld.start(this.api, this.catalog);
    this.#worlds.push(world);
    return world;
  }

  /** Starts a replica whose API or catalog may fail. */
  async startUnsettled(): Promise<ProviderWorld> {
    const world = this.add();
    await world.provider.connect(this.catalog);
    await world.provider.start();
    return world;
  }

  /** A replica that is not started. */
  add(): ProviderWorld {
    const world = ProviderWorld.create(this.api);
    this.#worlds.push(world);
    return world;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#worlds.map(({ provider }) => provider.stop()));
    await this.api.stop();
  }
}
