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

/** The kubelet's uid of a static pod; its mirror pod has another uid. */
const STATIC_UID = 'kubernetes.io/config.hash';

function logDirectory(
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

/** Bounds the memory for whole pods, of which little is kept. */
const PODS_PER_PAGE = 50;

/** Reads logs of clusters through the Kubernetes API. */
export class KubernetesLogReader implements LogReader {
  async pods(
    access: ClusterAccess,
    options: { namespace?: string; limit: number; signal: AbortSignal },
  ): Promise<ClusterPodLogs[]> {
    const core = new CoreV1Api(portalClient(access, options.signal));
    const pods: ClusterPodLogs[] = [];
    let next: string | undefined;
    let pages = Math.ceil(options.limit / PODS_PER_PAGE);
    // The API server lists them by namespace and name.
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
      // A hostile server may return more than requested, or ever smaller pages.
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
