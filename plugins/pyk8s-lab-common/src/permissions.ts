import { createPermission } from '@backstage/plugin-permission-common';

/**
 * The resource type of a lab in permission rules and conditions.
 * @public
 */
export const RESOURCE_TYPE_LAB = 'pyk8s-lab-lab';

/**
 * Requesting a lab.
 * @public
 */
export const labCreatePermission = createPermission({
  name: 'pyk8s-lab.lab.create',
  attributes: { action: 'create' },
});

/**
 * Reading a lab, its activity and its events.
 * @public
 */
export const labReadPermission = createPermission({
  name: 'pyk8s-lab.lab.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_LAB,
});

/**
 * Extending, transferring or recreating a lab.
 * @public
 */
export const labUpdatePermission = createPermission({
  name: 'pyk8s-lab.lab.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_LAB,
});

/**
 * Deleting a lab before it expires.
 * @public
 */
export const labDeletePermission = createPermission({
  name: 'pyk8s-lab.lab.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_LAB,
});

/**
 * Reading the kubeconfig of a lab.
 * @public
 */
export const labKubeconfigPermission = createPermission({
  name: 'pyk8s-lab.lab.kubeconfig',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_LAB,
});

/**
 * Running commands in a lab.
 * @public
 */
export const labExecPermission = createPermission({
  name: 'pyk8s-lab.lab.exec',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_LAB,
});

/**
 * Reading the logs of a lab: of its provisioning, its nodes and its pods.
 * @public
 */
export const labLogsPermission = createPermission({
  name: 'pyk8s-lab.lab.logs',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_LAB,
});

/**
 * Every permission of the plugin.
 * @public
 */
export const labPermissions = [
  labCreatePermission,
  labReadPermission,
  labUpdatePermission,
  labDeletePermission,
  labKubeconfigPermission,
  labExecPermission,
  labLogsPermission,
];
