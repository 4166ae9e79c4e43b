import type { Manifest } from './Manifest';

/** What others need to be there before them; what is not named comes after. */
const FIRST = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  ['PriorityClass', 'StorageClass', 'IngressClass', 'RuntimeClass'],
  ['ServiceAccount', 'Secret', 'ConfigMap', 'LimitRange', 'ResourceQuota'],
  ['ClusterRole', 'Role'],
  ['ClusterRoleBinding', 'RoleBinding'],
  ['PersistentVolume'],
  ['PersistentVolumeClaim', 'Service'],
];

/** They judge whatever comes after them, with pods that are to be there first. */
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** Objects in an order in which they can be applied; otherwise as they were. */
export function inOrder(manifests: readonly Manifest[]): Manifest[] {
  // Sorting is stable.
  return [...manifests].sort((a, b) => rank(a) - rank(b));
}

function rank({ kind }: Manifest): number {
  if (LAST.includes(kind)) {
    return FIRST.length + 1;
  }
  const found = FIRST.findIndex(kinds => kinds.includes(kind));
  return found < 0 ? FIRST.length : found;
}
