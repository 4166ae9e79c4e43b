import type { KubernetesObject } from '@kubernetes/client-node';

/** The viewer's service account, in a namespace that users do not delete. */
export const VIEWER = { name: 'pyk8s-lab-viewer', namespace: 'kube-system' };

/** The flow schema of the viewer's requests. */
export const VIEWER_FLOW = 'pyk8s-lab-viewers';

/** The minimum lifetime of Kubernetes' tokens. */
const MIN_TOKEN_SECONDS = 600;

const RBAC = 'rbac.authorization.k8s.io';
const SUBJECT = { kind: 'ServiceAccount', ...VIEWER };

/** Cluster-scoped resources, which the role `view` does not cover. */
const CLUSTER_RULES = [
  { apiGroups: [''], resources: ['nodes', 'persistentvolumes'] },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'] },
  { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'] },
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
  },
].map(rule => ({ ...rule, verbs: ['get', 'list', 'watch'] }));

/** An object for server-side apply. */
type Manifest = KubernetesObject & Record<string, unknown>;

const binding = (name: string, role: string): Manifest => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
  subjects: [SUBJECT],
});

/** The objects of the viewer, in the order of apply. */
export const VIEWER_MANIFESTS: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: VIEWER },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: VIEWER.name },
    rules: CLUSTER_RULES,
  },
  binding(`${VIEWER.name}-view`, 'view'),
  binding(VIEWER.name, VIEWER.name),
];

/** Separates the viewer's requests from those of other service accounts. */
export const VIEWER_FLOW_SCHEMA: Manifest = {
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'FlowSchema',
  metadata: { name: VIEWER_FLOW },
  spec: {
    // Precedes kube-system-service-accounts, which has 900.
    matchingPrecedence: 850,
    priorityLevelConfiguration: { name: 'workload-low' },
    distinguisherMethod: { type: 'ByUser' },
    rules: [
      {
        subjects: [{ kind: 'ServiceAccount', serviceAccount: VIEWER }],
        resourceRules: [
          {
            apiGroups: ['*'],
            clusterScope: true,
            namespaces: ['*'],
            resources: ['*'],
            verbs: ['*'],
          },
        ],
        nonResourceRules: [{ nonResourceURLs: ['*'], verbs: ['*'] }],
      },
    ],
  },
};

/** The lifetime of a token that expires at a given time. */
export function tokenSeconds(expiresAt: Date, now: Date): number {
  const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1_000);
  return Math.max(MIN_TOKEN_SECONDS, seconds);
}
