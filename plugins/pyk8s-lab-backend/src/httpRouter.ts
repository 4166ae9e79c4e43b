import {
  rootHttpRouterServiceFactory,
  type RootHttpRouterFactoryOptions,
} from '@backstage/backend-defaults/rootHttpRouter';
import {
  createBackendFeatureLoader,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { labUpgradesServiceRef } from './kube/proxy/LabUpgrades';

/**
 * Backstage's own HTTP server, which also takes sessions with labs' clusters: kubectl
 * exec, attach, port-forward and cp through the portal.
 *
 * @param options - as of Backstage's rootHttpRouterServiceFactory, for a portal that
 *   configures its server in some way of its own
 * @public
 */
export function labHttpRouter(
  options: RootHttpRouterFactoryOptions = {},
): BackendFeature {
  return createBackendFeatureLoader({
    deps: { upgrades: labUpgradesServiceRef },
    loader: ({ upgrades }) => [
      rootHttpRouterServiceFactory({
        ...options,
        configure(context) {
          upgrades.listen(context.server);
          if (options.configure) {
            options.configure(context);
          } else {
            context.applyDefaults();
          }
        },
      }),
    ],
  });
}

/**
 * {@link labHttpRouter} without options.
 * @public
 */
const defaultHttpRouter = labHttpRouter();
export default defaultHttpRouter;

export {
  labUpgradesServiceRef,
  type LabUpgradesService,
} from './kube/proxy/LabUpgrades';
