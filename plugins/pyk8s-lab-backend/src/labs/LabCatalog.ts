import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** How long the catalog has to answer, while somebody waits for a lab. */
const TIMEOUT_MS = 10_000;

/** What the portal's catalog has. */
export interface LabCatalog {
  /**
   * @param ref - an entity ref in full
   * @param reader - who must be able to see it; the portal itself unless given
   * @throws ServiceUnavailableError when the catalog does not answer
   */
  has(ref: string, reader?: BackstageCredentials): Promise<boolean>;
}

/** What a {@link PortalCatalog} asks with. */
export interface PortalCatalogOptions {
  readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly logger: LoggerService;
  readonly timeoutMs?: number;
}

/** Asks the catalog each time: what it has changes while the portal runs. */
export class PortalCatalog implements LabCatalog {
  readonly #options: PortalCatalogOptions;

  constructor(options: PortalCatalogOptions) {
    this.#options = options;
  }

  async has(ref: string, reader?: BackstageCredentials): Promise<boolean> {
    const { logger, timeoutMs = TIMEOUT_MS } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`No answer within ${timeoutMs} ms.`)),
        timeoutMs,
      );
    });
    try {
      return await Promise.race([this.#ask(ref, reader), late]);
    } catch (error) {
      logger.warn(
        `The catalog did not say whether it has ${ref}`,
        toError(error),
      );
      throw new ServiceUnavailableError(
        `The catalog did not say whether it has ${ref}, so nothing was changed: try again in a moment.`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * By a request that a catalog answers also for what it lacks: asked for one
   * entity by name, a missing catalog and a missing entity are both a 404.
   */
  async #ask(ref: string, reader?: BackstageCredentials): Promise<boolean> {
    const { auth, catalog } = this.#options;
    const credentials = reader ?? (await auth.getOwnServiceCredentials());
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: [ref], fields: ['kind'] },
      { credentials },
    );
    return Boolean(items[0]);
  }
}
