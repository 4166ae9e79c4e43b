import type { V1Pod } from '@kubernetes/client-node';
import type { LogDirectory } from './KubeletLogFiles';

/** What the kubelet of a static pod calls it by; its mirror has another uid. */
const STATIC_UID = 'kubernetes.io/config.hash';

/** Where kubelet keeps what a container prints. */
export function logDirectory(
  { metadata, spec }: V1Pod,
  container: string,
): LogDirectory {
  return {
    node: spec?.nodeName ?? '',
    namespace: metadata?.namespace ?? '',
    pod: metadata?.name ?? '',
    uid: metadata?.annotations?.[STATIC_UID] ?? metadata?.uid ?? '',
    container,
  };
}
