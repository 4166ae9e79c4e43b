/** The nodes of a lab, and the Kubernetes that is on them. */
export const nodes = {
  controlPlaneOnly: 'Control plane only',
  withWorkers_one: 'Control plane + {{count}} worker',
  withWorkers_other: 'Control plane + {{count}} workers',
  defaultVersion: 'Default',
} as const;
