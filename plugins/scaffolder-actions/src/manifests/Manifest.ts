import type { KubernetesObject } from '@kubernetes/client-node';

/** An object for a cluster, as somebody wrote it. */
export interface Manifest extends KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** An object in words, such as `Deployment shop/web`. */
export function nameOf(manifest: KubernetesObject): string {
  const { name, namespace } = manifest.metadata ?? {};
  return `${manifest.kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
