/** The nodes of a lab, and their Kubernetes version. */
export const nodes = {
  controlPlane: 'Control plane',
  numberedControlPlane: 'Control plane {{number}}',
  worker: 'Worker {{number}}',
  controlPlaneOnly: 'Control plane only',
  withWorkers_one: 'Control plane + {{count}} worker',
  withWorkers_other: 'Control plane + {{count}} workers',
  defaultVersion: 'Default',
} as const;
