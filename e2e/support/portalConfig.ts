import path from 'node:path';

/** The minimum lifetime of a lab in these portals, in seconds. */
export const SHORTEST_TTL_SECONDS = 10;

/** A Kubernetes version whose node image cannot be pulled. */
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

/** The differences of a portal from the repository's configuration. */
export interface PortalOptions {
  /** A PostgreSQL server, and the prefix of its databases. */
  readonly postgres?: { readonly connection: string; readonly prefix: string };
  /** Settings of the plugin. */
  readonly pyk8sLab?: Record<string, unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * The source of the frontend: `built` (default) is served by the backend, as in
   * production; `development` is a server with another origin, as after `npm start`.
   */
  readonly app?: 'built' | 'development';
}

/**
 * The configuration of a portal, in addition to the repository's own.
 * @param folder - for the database
 */
export function portalConfig(
  { appUrl, backendUrl }: Record<'appUrl' | 'backendUrl', string>,
  folder: string,
  options: PortalOptions,
): object {
  const port = (url: string) => Number(new URL(url).port);
  return {
    app: {
      baseUrl: appUrl,
      listen: { host: '127.0.0.1', port: port(appUrl) },
      // Copying every asset to the database would slow the start down.
      disableStaticFallbackCache: true,
    },
    backend: {
      baseUrl: backendUrl,
      listen: { host: '127.0.0.1', port: port(backendUrl) },
      cors: { origin: appUrl },
      database: database(options, folder),
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
      ...options.pyk8sLab,
    },
  };
}

function database({ postgres }: PortalOptions, folder: string): object {
  return postgres
    ? {
        client: 'pg',
        prefix: postgres.prefix,
        connection: postgres.connection,
        // Several portals share one server.
        knexConfig: { pool: { min: 0, max: 10 } },
      }
    : { connection: { directory: path.join(folder, 'db') } };
}
