import { ApiException, CoreV1Api, type V1Pod } from '@kubernetes/client-node';
import type {
  ClusterAccess,
  ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { portalClient, SMALL_ANSWER } from '../../lifecycle/checks/client';
import { KubeletLogFiles, type LogDirectory } from '../gaps/KubeletLogFiles';
import { withoutGaps } from '../gaps/withoutGaps';
import type { LogReader, WantedPodLog } from './LogReader';
import { podLogs } from './podLogs';
import { streamPath, streamPodLog } from './streamPodLog';

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

/** A page of whole pods is in memory at a time; of each, little is kept. */
const PODS_PER_PAGE = 50;

/** Reads logs of clusters by the Kubernetes API. */
export class KubernetesLogReader implements LogReader {
  async pods(
    access: ClusterAccess,
    options: { namespace?: string; limit: number; signal: AbortSignal },
  ): Promise<ClusterPodLogs[]> {
    const core = new CoreV1Api(portalClient(access, options.signal));
    const pods: ClusterPodLogs[] = [];
    let next: string | undefined;
    let pages = Math.ceil(options.limit / PODS_PER_PAGE);
    // The API server keeps them by namespace and name, and lists them so.
    do {
      pages -= 1;
      const page = {
        limit: Math.min(PODS_PER_PAGE, options.limit - pods.length),
        _continue: next,
      };
      const { items, metadata } =
        options.namespace === undefined
          ? await core.listPodForAllNamespaces(page)
          : await core.listNamespacedPod({
              ...page,
              namespace: options.namespace,
            });
      // A server may answer with more than was asked for, or with less and less.
      pods.push(...items.slice(0, page.limit).map(podLogs));
      next = metadata?._continue;
    } while (next && pods.length < options.limit && pages > 0);
    return pods;
  }

  async pod(
    access: ClusterAccess,
    options: { namespace: string; name: string; signal: AbortSignal },
  ): Promise<ClusterPodLogs | undefined> {
    const { namespace, name, signal } = options;
    try {
      return podLogs(
        await new CoreV1Api(
          portalClient(access, signal, SMALL_ANSWER),
        ).readNamespacedPod({ namespace, name }),
      );
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) {
        return undefined;
      }
      throw error;
    }
  }

  podLog(
    access: ClusterAccess,
    wanted: WantedPodLog,
    options: { signal: AbortSignal },
  ): AsyncIterable<Uint8Array> {
    if (!wanted.follow) {
      return streamPodLog(access, wanted, options);
    }
    let files: Promise<KubeletLogFiles> | undefined;
    return withoutGaps({
      follow: (from, ended) =>
        streamPodLog(
          access,
          from === 'tail'
            ? wanted
            : { ...wanted, tailLines: undefined, sinceSeconds: undefined },
          { signal: AbortSignal.any([options.signal, ended]) },
        ),
      files: async () => {
        try {
          files ??= this.#files(access, wanted, options.signal);
          return await (await files).list();
        } catch (error) {
          files = undefined;
          throw error;
        }
      },
    });
  }

  async #files(
    access: ClusterAccess,
    { namespace, pod: name, container }: WantedPodLog,
    signal: AbortSignal,
  ): Promise<KubeletLogFiles> {
    const core = new CoreV1Api(portalClient(access, signal, SMALL_ANSWER));
    const pod = await core.readNamespacedPod({ namespace, name });
    return KubeletLogFiles.create(
      logDirectory(pod, container),
      (path, { signal: ended }) =>
        streamPath(access, path, {
          signal: ended ? AbortSignal.any([signal, ended]) : signal,
        }),
    );
  }
}
