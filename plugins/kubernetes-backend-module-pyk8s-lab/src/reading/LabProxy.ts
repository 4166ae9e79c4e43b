import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
  HttpRouterService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { kubernetesProxyPermission } from '@backstage/plugin-kubernetes-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { clusterNameOf } from '../clusters/toClusterDetails';
import { labAccessOf } from '../clusters/labDetails';
import type { ConfiguredOnly } from '../clusters/ConfiguredOnly';
import type { LabClusters, ViewersLabs } from '../clusters/LabClusters';
import { passAnswer } from './passAnswer';
import { ClusterAnswerError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Why a lab was not read, without anything that the lab has sent. */
export function explain(error: unknown): string {
  if (error instanceof ClusterAnswerError) {
    return error.message;
  }
  const code =
    isError(error) && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `the API server of the lab cannot be reached${code}`;
}

/** Express matches the route of the Kubernetes plugin case-insensitively. */
const PROXY = /^\/proxy(?:\/|$)/i;
const PROXY_URL = /^\/proxy(\/[^?]*)(\?.*)?$/i;
const CLUSTER_HEADER = 'backstage-kubernetes-cluster';

type Handler = Parameters<HttpRouterService['use']>[0];
type Request = Parameters<Handler>[0];
type Response = Parameters<Handler>[1];

/** The dependencies of a {@link LabProxy}. */
export interface LabProxyOptions {
  readonly auditor: AuditorService;
  readonly configuredOnly: ConfiguredOnly;
  readonly httpAuth: Pick<HttpAuthService, 'credentials'>;
  readonly labs: Pick<LabClusters, 'of'>;
  readonly logger: LoggerService;
  readonly permissions: Pick<PermissionsService, 'authorize'>;
}

/** The lab that a request names, among those that the caller may read. */
interface Found {
  readonly lab: Lab;
  readonly readable: ViewersLabs;
  readonly credentials: BackstageCredentials;
}

/**
 * Serves the `/proxy` route of the Kubernetes plugin for labs with the bounded client:
 * it only reads, and passes on no redirects, cookies or headers that browsers act on.
 * All other requests go to the plugin's own proxy, which does not know labs.
 */
export class LabProxy {
  readonly #options: LabProxyOptions;

  static create(options: LabProxyOptions): LabProxy {
    return new LabProxy(options);
  }

  private constructor(options: LabProxyOptions) {
    this.#options = options;
  }

  /** Must be registered before the routes of the Kubernetes plugin. */
  handler(): Handler {
    return async (req, res, next) => {
      if (!PROXY.test(req.path)) {
        next();
        return;
      }
      try {
        const found = await this.#find(req);
        if (found) {
          await this.#answer(found, req, res);
        } else {
          await this.#options.configuredOnly.run(async () => next());
        }
      } catch (error) {
        next(error);
      }
    };
  }

  async #find(req: Request): Promise<Found | undefined> {
    const name = req.headers[CLUSTER_HEADER];
    if (typeof name !== 'string') {
      return undefined;
    }
    const credentials = await this.#options.httpAuth.credentials(req);
    const readable = await this.#options.labs.of(credentials);
    const lab = readable?.labs.find(one => clusterNameOf(one) === name);
    return lab && readable && { lab, readable, credentials };
  }

  /** Audits requests as the plugin's own proxy does. */
  async #answer(found: Found, req: Request, res: Response): Promise<void> {
    const url = withoutQuery(req.originalUrl);
    const event = await this.#options.auditor.createEvent({
      eventId: 'cluster-fetch',
      severityLevel: 'medium',
      request: Object.create(req, {
        originalUrl: { value: url },
        url: { value: url },
      }),
      meta: {
        queryType: 'proxy',
        clusterName: clusterNameOf(found.lab),
        method: req.method,
        path: req.path.replace(PROXY, '/'),
      },
    });
    try {
      await this.#pass(found, req, res);
    } catch (error) {
      await event.fail({ error: toError(error) });
      if (!res.headersSent) {
        throw error;
      }
      this.#options.logger.debug(
        'An answer of a lab was broken off',
        toError(error),
      );
      return;
    }
    await (res.statusCode < 400
      ? event.success()
      : event.fail({ error: new Error(`answered with ${res.statusCode}`) }));
  }

  async #pass(
    { lab, readable, credentials }: Found,
    req: Request,
    res: Response,
  ): Promise<void> {
    await this.#assertMayProxy(credentials);
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      throw new NotAllowedError(
        `The Kubernetes plugin reads labs and changes nothing in them: use kubectl for ${req.method}.`,
      );
    }
    const [, path, search = ''] = PROXY_URL.exec(req.url) ?? [];
    const [details] = path === undefined ? [] : await readable.open([lab]);
    const access = details && labAccessOf(details);
    if (!access) {
      throw new NotFoundError(`Cluster '${clusterNameOf(lab)}' not found`);
    }
    try {
      await passAnswer(
        access,
        {
          path: `${path}${search}`,
          method: req.method,
          headers: { Accept: req.headers.accept ?? '*/*' },
        },
        res,
      );
    } catch (error) {
      throw new ServiceUnavailableError(
        `The lab "${lab.name}" was not read: ${explain(error)}.`,
      );
    }
  }

  async #assertMayProxy(credentials: BackstageCredentials): Promise<void> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission: kubernetesProxyPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError('Unauthorized');
    }
  }
}

function withoutQuery(url: string): string {
  return url.split('?')[0];
}
