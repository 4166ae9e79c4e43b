import './instrumentation';
import { createBackend } from '@backstage/backend-defaults';
import { guardOutput } from './output';

const backend = createBackend();

// A portal that cannot log stops gracefully, and its supervisor restarts it with
// an output that is read.
guardOutput(() => backend.stop().finally(() => process.exit(1)));

// Whether the portal lives and is ready, labs included.
backend.add(import('./modules/health'));

// kubectl through the portal has sessions, and sends long URLs.
backend.add(import('./modules/httpServer'));

// The portal's own pages, and the frontend where it was built in.
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Events reach the other replicas of the portal through this plugin.
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

// Sign-in. Each provider is there only where it is configured.
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-github-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('./modules/demoAuth/module'));

// Labs are for their owners and for administrators, all else for everybody.
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./modules/permissions/module'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('./modules/apiDefinitions/module'));
backend.add(
  import('@pyk8s-lab/backstage-plugin-catalog-backend-module-pyk8s-lab'),
);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(
  import('@pyk8s-lab/backstage-plugin-scaffolder-backend-module-pyk8s-lab'),
);

backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('./modules/techdocs/module'));

// Searches in PostgreSQL where that is the database, and in memory elsewhere.
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));
backend.add(
  import('@pyk8s-lab/backstage-plugin-search-backend-module-pyk8s-lab'),
);

// Clusters of the Kubernetes tab: those of app-config.yaml, and labs.
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(
  import('@pyk8s-lab/backstage-plugin-kubernetes-backend-module-pyk8s-lab'),
);

// What plugins offer as actions, for agents.
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@pyk8s-lab/backstage-plugin-pyk8s-lab-backend'));
backend.add(
  import('@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind'),
);
backend.add(
  import('@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated'),
);

backend.start().catch(error => {
  // The process would continue without its plugins, and not be restarted.
  process.stderr.write(`The portal cannot start: ${error.message}\n`);
  process.exit(1);
});
