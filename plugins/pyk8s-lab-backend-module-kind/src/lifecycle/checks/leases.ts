/** When something of a cluster was last heard of, by the cluster's own clock. */
export interface Leases {
  /** By the names of nodes: for how many seconds their kubelets were silent. */
  readonly nodes: ReadonlyMap<string, number>;
  /** For how many seconds the controller manager was; undefined where it has no lease. */
  readonly controllerManager?: number;
}

export const NODE_LEASES =
  '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
export const CONTROLLER_MANAGER_LEASE =
  '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager';

/**
 * Reads how long ago leases were renewed. It goes by the time that the API server gives
 * with its answer: it runs on the machine whose clock the leases are written by, and
 * ours may be another.
 *
 * @param date - of the answer, as HTTP writes it
 * @returns nothing of what cannot be read
 */
export function silentSeconds(
  lease: unknown,
  date: unknown,
): number | undefined {
  const now = instantOf(date);
  // Typed as a Date by the client, and a text when it is read.
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
