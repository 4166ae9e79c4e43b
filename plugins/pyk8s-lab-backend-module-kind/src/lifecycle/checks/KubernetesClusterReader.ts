import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  HttpMethod,
  KubernetesObjectApi,
  PatchStrategy,
  VersionApi,
  type Configuration,
  type V1Deployment,
  type V1Node,
} from '@kubernetes/client-node';
import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  clusterWords,
  takeClusterAnswer,
  type ClusterAccess,
  type ClusterActivity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { PeoplesRequests, tellsPeopleApart } from './activity';
import { AS_PORTAL, portalClient, SMALL_ANSWER, wholeNumber } from './client';
import type { ClusterAnswer, ClusterReader } from './ClusterReader';
import {
  CONTROLLER_MANAGER_LEASE,
  NODE_LEASES,
  silentNodes,
  silentSeconds,
  type Leases,
} from './leases';
import {
  tokenSeconds,
  VIEWER,
  VIEWER_FLOW_SCHEMA,
  VIEWER_MANIFESTS,
} from './viewerAccess';

/** Such as `v1.34.4-gke.1047000+0123456789abcdef`. */
const MAX_VERSION = 100;
const METRICS = '/metrics';
/** The metrics of a lab have some 2 MB; they are not kept in memory. */
const MAX_METRICS = 8 * 2 ** 20;
/** The field manager of the viewer's objects. */
const FIELD_MANAGER = 'pyk8s-lab';

/** Reads clusters with the Kubernetes client. */
export class KubernetesClusterReader implements ClusterReader {
  async read(
    access: ClusterAccess,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterAnswer> {
    const configuration = portalClient(access, signal, SMALL_ANSWER);
    const core = new CoreV1Api(configuration);
    const apps = new AppsV1Api(configuration);
    const [version, nodes, serviceAccount, coreDns, leases] = await Promise.all(
      [
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
        readLeases(configuration),
      ],
    );
    return {
      serverVersion: clusterWords(version.gitVersion, MAX_VERSION),
      nodes: nodes.items.map(node => ({
        name: node.metadata?.name ?? '',
        isReady: readyCondition(node)?.status === 'True',
        heartbeatAt: instantOf(readyCondition(node)?.lastHeartbeatTime),
        silentSeconds: leases.nodes.get(node.metadata?.name ?? ''),
        podRange: node.spec?.podCIDR,
      })),
      controllerSilentSeconds: leases.controllerManager,
      hasDefaultServiceAccount: serviceAccount !== undefined,
      dns: dnsCondition(coreDns),
    };
  }

  async activity(
    access: ClusterAccess,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined> {
    const configuration = portalClient(access, signal, SMALL_ANSWER);
    if (!tellsPeopleApart(await versionOf(configuration))) {
      return undefined;
    }
    const counted = new PeoplesRequests();
    const { status } = await takeClusterAnswer(
      access,
      { path: METRICS, headers: AS_PORTAL, signal },
      { maxBytes: MAX_METRICS },
      piece => counted.take(piece),
    );
    if (status !== 200) {
      throw failed(status, METRICS);
    }
    const requests = counted.end();
    return requests === undefined ? undefined : { requests };
  }

  async viewerToken(
    access: ClusterAccess,
    { expiresAt, signal }: { expiresAt: Date; signal: AbortSignal },
  ): Promise<string> {
    const configuration = portalClient(access, signal, SMALL_ANSWER);
    const objects = new KubernetesObjectApi(configuration);
    const manifests = tellsPeopleApart(await versionOf(configuration))
      ? [...VIEWER_MANIFESTS, VIEWER_FLOW_SCHEMA]
      : VIEWER_MANIFESTS;
    for (const manifest of manifests) {
      await objects.patch(
        manifest,
        undefined,
        undefined,
        FIELD_MANAGER,
        true,
        PatchStrategy.ServerSideApply,
      );
    }
    const { status } = await new CoreV1Api(
      configuration,
    ).createNamespacedServiceAccountToken({
      ...VIEWER,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {
          // Health of the API server itself.
          audiences: [],
          expirationSeconds: tokenSeconds(expiresAt, new Date()),
        },
      },
    });
    const token: unknown = status?.token;
    if (typeof token !== 'string' || token === '') {
      throw new Error('The API server gave no token for the viewer.');
    }
    return token;
  }
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

function readyCondition(node: V1Node) {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

/** The client converts anything but null to a Date, and does not check that it is valid. */
function instantOf(time: unknown): Date | undefined {
  return time instanceof Date && Number.isFinite(time.getTime())
    ? time
    : undefined;
}

async function versionOf(configuration: Configuration): Promise<string> {
  const { gitVersion } = await new VersionApi(configuration).getCode();
  return clusterWords(gitVersion, MAX_VERSION);
}

async function readLeases(configuration: Configuration): Promise<Leases> {
  const [nodes, controllerManager] = await Promise.all([
    whereFound(get(configuration, NODE_LEASES)),
    whereFound(get(configuration, CONTROLLER_MANAGER_LEASE)),
  ]);
  return {
    nodes: nodes
      ? silentNodes(JSON.parse(nodes.text), nodes.date)
      : new Map<string, number>(),
    controllerManager:
      controllerManager &&
      silentSeconds(JSON.parse(controllerManager.text), controllerManager.date),
  };
}

/** @returns date: the API server's own clock */
async function get(
  configuration: Configuration,
  path: string,
): Promise<{ text: string; date?: string }> {
  const { baseServer, authMethods, httpApi } = configuration;
  const request = baseServer.makeRequestContext(path, HttpMethod.GET);
  await authMethods.default?.applySecurityAuthentication(request);
  const response = await httpApi.send(request).toPromise();
  const text = await response.body.text();
  if (response.httpStatusCode !== 200) {
    throw failed(response.httpStatusCode, path);
  }
  return { text, date: response.headers.date };
}

function failed(status: number, path: string): ApiException<undefined> {
  return new ApiException(status, `GET ${path} failed`, undefined, {});
}

/** Derives the DNS condition from CoreDNS's deployment. */
export function dnsCondition(
  coreDns: Pick<V1Deployment, 'spec' | 'status'> | undefined,
): LabCondition {
  if (!coreDns) {
    return {
      status: 'pending',
      reason: 'CoreDNSNotInstalled',
      message: 'CoreDNS is not installed yet.',
    };
  }
  const available = coreDns.status?.availableReplicas ?? 0;
  if (available > 0) {
    return {
      status: 'ok',
      reason: 'CoreDNSAvailable',
      message: 'CoreDNS is available.',
    };
  }
  const stuck = coreDns.status?.conditions?.find(
    ({ type, status }) => type === 'Progressing' && status === 'False',
  );
  return stuck
    ? {
        status: 'failed',
        reason: 'CoreDNSNotProgressing',
        message: `CoreDNS does not start: ${clusterWords(
          stuck.message ?? stuck.reason,
        )}`,
      }
    : {
        status: 'pending',
        reason: 'CoreDNSStarting',
        message: `CoreDNS is starting: 0 of ${wholeNumber(
          coreDns.spec?.replicas ?? 1,
        )} replicas are available.`,
      };
}
