import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { labHealthServiceRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { PortalHealth } from './PortalHealth';

/** Answers `/.backstage/health/v1/readiness` and `/liveness`. */
export default createServiceFactory({
  service: coreServices.rootHealth,
  deps: {
    lifecycle: coreServices.rootLifecycle,
    labs: labHealthServiceRef,
  },
  factory: deps => PortalHealth.create(deps),
});
