import {
  coreServices,
  createBackendPlugin,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A lab, its readers, and their kubeconfig. */
export interface FakeLab {
  readonly lab: Lab;
  readonly readers: string[];
  /** A kubeconfig; undefined where the API has none. */
  readonly kubeconfig?: string;
}

/** The labs plugin with the labs of a test. */
export class FakeLabs {
  labs: FakeLab[] = [];
  /** The requests, with the user of each. */
  readonly requests: string[] = [];

  get feature(): BackendFeature {
    return createBackendPlugin({
      pluginId: 'pyk8s-lab',
      register: reg => {
        reg.registerInit({
          deps: {
            http: coreServices.httpRouter,
            httpAuth: coreServices.httpAuth,
          },
          init: async ({ http, httpAuth }) => {
            http.use(async (req, res, next) => {
              try {
                const { principal } = await httpAuth.credentials(req, {
                  allow: ['user'],
                });
                this.requests.push(`${principal.userEntityRef} ${req.path}`);
                res.send(this.#answer(req.path, principal.userEntityRef));
              } catch (error) {
                next(error);
              }
            });
          },
        });
      },
    });
  }

  #answer(path: string, viewerRef: string): object | string {
    const readable = this.labs.filter(({ readers }) =>
      readers.includes(viewerRef),
    );
    if (path === '/labs') {
      const items = readable.map(({ lab }) => lab);
      return { items, totalItems: items.length, pageInfo: {} };
    }
    const found = readable.find(
      ({ lab }) => path === `/labs/${lab.id}/kubeconfig`,
    );
    if (!found?.kubeconfig) {
      throw new NotFoundError('There is none.');
    }
    return found.kubeconfig;
  }
}
