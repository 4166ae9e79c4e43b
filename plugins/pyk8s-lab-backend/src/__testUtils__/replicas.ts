import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { LabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabAuthorizer } from '../access/LabAuthorizer';
import { LabProviders } from '../clusters/LabProviders';
import type { LabSettings } from '../config/LabSettings';
import { createLabs } from '../createLabs';
import type { LabStore } from '../database';
import { KeyRing } from '../kubeconfig/KeyRing';
import { LabNotifier } from '../notifications/LabNotifier';
import { tellOwners } from '../notifications/tellOwners';
import type { Stores } from './openStores';
import { anAuditor, EVERYTHING } from './someAccess';

/** The services of one backend; several may share a database and a provider. */
export type Replica = ReturnType<typeof createLabs>;

export interface ReplicaOptions {
  authorizer?: Pick<LabAuthorizer, 'labsFor' | 'mayCreate'>;
  /** Wraps the store that its services write with. */
  store?: (store: LabStore) => LabStore;
}

/** Creates the services of one backend of a portal. */
export function createReplica(
  portal: {
    stores: Stores;
    provider: LabProvider;
    settings: LabSettings;
    /** Takes the notifications; what it throws is an error of sending. */
    send: (sent: NotificationSendOptions) => void;
    now: () => Date;
  },
  options: ReplicaOptions,
): Replica {
  const { stores, provider, settings, send, now } = portal;
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const notifier = new LabNotifier({
    logger,
    settings: settings.notifications,
    notifications: { send: async sent => send(sent) },
  });
  const store = tellOwners(stores.store, notifier);
  return createLabs({
    ...stores,
    store: options.store?.(store) ?? store,
    providers: LabProviders.create({
      providers: [provider],
      defaultId: provider.id,
      fallBackToSimulated: false,
    }),
    keyRing: new KeyRing([{ id: 'k1', secret: 'a secret for tests only' }]),
    settings,
    catalog: { has: async () => true },
    authorizer: options.authorizer ?? EVERYTHING,
    auditor: anAuditor(),
    notifier,
    metrics: metricsServiceMock.mock(),
    logger,
    readers: () => 0,
    onChanged: () => undefined,
    now,
  });
}
