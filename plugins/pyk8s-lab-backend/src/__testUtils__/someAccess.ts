import type { AuditorService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { EVERY_LAB } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { Access } from '../access/Access';
import { AuditTrail } from '../access/AuditTrail';
import { LabGate } from '../access/LabGate';
import type { LabAuthorizer } from '../access/LabAuthorizer';
import type { WatchOptions } from '../access/RightsWatch';
import type { LabStore } from '../database';

/** Lets everybody do everything. */
export const EVERYTHING: Pick<LabAuthorizer, 'labsFor' | 'mayCreate'> = {
  mayCreate: async () => true,
  labsFor: async <T extends readonly unknown[]>(permissions: T) =>
    permissions.map(() => EVERY_LAB) as never,
};

/** Takes every event. */
export const anAuditor = (): AuditorService => ({
  createEvent: async () => ({
    success: async () => undefined,
    fail: async () => undefined,
  }),
});

/** Access by an authorizer that is given, or to everything. */
export function someAccess(
  store: Pick<LabStore, 'get'>,
  options: {
    authorizer?: Pick<LabAuthorizer, 'labsFor' | 'mayCreate'>;
    watch?: WatchOptions;
  } = {},
): Access {
  return new Access({
    audit: new AuditTrail({
      auditor: anAuditor(),
      logger: mockServices.logger.mock(),
    }),
    gate: new LabGate({
      store,
      authorizer: options.authorizer ?? EVERYTHING,
    }),
    assertCan: () => undefined,
    watch: options.watch,
  });
}
