import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  labPermissions,
  RESOURCE_TYPE_LAB,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  labPermissionResourceRef,
  labRules,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabStore } from '../database';

/**
 * Makes labs known to the permission system: their permissions, the rules that
 * policies can use, and how a lab is looked up by its id.
 */
export function registerLabPermissions(
  registry: PermissionsRegistryService,
  store: LabStore,
): void {
  const ofOneLab = labPermissions.filter(permission =>
    isResourcePermission(permission, RESOURCE_TYPE_LAB),
  );
  registry.addResourceType({
    resourceRef: labPermissionResourceRef,
    permissions: ofOneLab,
    rules: Object.values(labRules),
    async getResources(ids) {
      const labs = new Map(
        (await store.getMany(ids)).map(lab => [lab.id, lab]),
      );
      return ids.map(id => labs.get(id));
    },
  });
  registry.addPermissions(
    labPermissions.filter(permission => !isResourcePermission(permission)),
  );
}
