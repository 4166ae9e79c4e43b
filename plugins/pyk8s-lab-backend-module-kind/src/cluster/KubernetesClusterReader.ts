import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  createConfiguration,
  KubeConfig,
  ServerConfiguration,
  VersionApi,
  type Configuration,
  type V1Deployment,
  type V1Node,
} from '@kubernetes/client-node';
import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterAnswer, ClusterReader } from './ClusterReader';

/** Reads clusters with the Kubernetes client. */
export class KubernetesClusterReader implements ClusterReader {
  async read(
    kubeconfig: string,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterAnswer> {
    const configuration = configure(kubeconfig, signal);
    const core = new CoreV1Api(configuration);
    const apps = new AppsV1Api(configuration);
    const [version, nodes, serviceAccount, coreDns] = await Promise.all([
      new VersionApi(configuration).getCode(),
      core.listNode(),
      whereFound(
        core.readNamespacedServiceAccount({
          name: 'default',
          namespace: 'default',
        }),
      ),
      whereFound(
        apps.readNamespacedDeployment({
          name: 'coredns',
          namespace: 'kube-system',
        }),
      ),
    ]);
    return {
      serverVersion: version.gitVersion,
      nodes: nodes.items.map(node => ({
        name: node.metadata?.name ?? '',
        isReady: isReady(node),
      })),
      hasDefaultServiceAccount: serviceAccount !== undefined,
      dns: dnsCondition(coreDns),
    };
  }
}

/** A client whose every request ends when the signal aborts. */
function configure(kubeconfig: string, signal: AbortSignal): Configuration {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server;
  if (!server) {
    throw new Error('The kubeconfig names no server.');
  }
  return createConfiguration({
    baseServer: new ServerConfiguration(server, {}),
    authMethods: { default: config },
    promiseMiddleware: [
      {
        pre: async request => {
          request.setSignal(signal);
          return request;
        },
        post: async response => response,
      },
    ],
  });
}

async function whereFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) {
      return undefined;
    }
    throw error;
  }
}

function isReady(node: V1Node): boolean {
  return Boolean(
    node.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
  );
}

/** Says from CoreDNS's deployment whether names can be looked up in the cluster. */
export function dnsCondition(
  coreDns: Pick<V1Deployment, 'spec' | 'status'> | undefined,
): LabCondition {
  if (!coreDns) {
    return { status: 'pending', message: 'CoreDNS is not installed yet.' };
  }
  const available = coreDns.status?.availableReplicas ?? 0;
  if (available > 0) {
    return { status: 'ok', message: 'CoreDNS is available.' };
  }
  const stuck = coreDns.status?.conditions?.find(
    ({ type, status }) => type === 'Progressing' && status === 'False',
  );
  return stuck
    ? {
        status: 'failed',
        message: `CoreDNS does not come up: ${stuck.message ?? stuck.reason}`,
      }
    : {
        status: 'pending',
        message: `CoreDNS is coming up: 0 of ${
          coreDns.spec?.replicas ?? 1
        } replicas are available.`,
      };
}
