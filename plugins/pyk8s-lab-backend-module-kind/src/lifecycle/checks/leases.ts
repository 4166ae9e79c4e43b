/** The time since the last renewal of leases, by the cluster's own clock. */
export interface Leases {
  /** Seconds since the kubelets' last renewals, by node. */
  readonly nodes: ReadonlyMap<string, number>;
  /** Seconds since the controller manager's last renewal; undefined without a lease. */
  readonly controllerManager?: number;
}

export const NODE_LEASES =
  '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
export const CONTROLLER_MANAGER_LEASE =
  '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager';

/**
 * Reads how long ago leases were renewed, relative to the date of the API server's
 * response: leases are written by the clock of its machine, which may differ from ours.
 *
 * @param date - the HTTP date of the response
 * @returns only the leases that can be parsed
 */
export function silentSeconds(
  lease: unknown,
  date: unknown,
): number | undefined {
  const now = instantOf(date);
  // The client's type is Date, but the value is a string.
  const renewed = instantOf(fieldOf(fieldOf(lease, 'spec'), 'renewTime'));
  const seconds = (now - renewed) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** @param list - of leases, one for each node, by its name */
export function silentNodes(
  list: unknown,
  date: unknown,
): ReadonlyMap<string, number> {
  const items = fieldOf(list, 'items');
  const found = new Map<string, number>();
  for (const lease of Array.isArray(items) ? items : []) {
    const name = fieldOf(fieldOf(lease, 'metadata'), 'name');
    const seconds = silentSeconds(lease, date);
    if (typeof name === 'string' && seconds !== undefined) {
      found.set(name, seconds);
    }
  }
  return found;
}

function instantOf(time: unknown): number {
  return typeof time === 'string' ? Date.parse(time) : NaN;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined;
}
