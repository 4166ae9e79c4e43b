import { VIEWER_FLOW } from './viewerAccess';

const METRIC = 'apiserver_flowcontrol_dispatched_requests_total';
const SAMPLE = new RegExp(`^${METRIC}\\{([^}]*)\\} (\\S+)$`, 'gm');

/**
 * The flow schemas that people's requests are in. An administrator of kubeadm's is
 * in `global-default` with whatever is of no other; nothing that belongs to the
 * cluster itself is, as was seen on an idle one. Service accounts are counted
 * elsewhere, so that workloads keep no lab awake; viewers have a flow of their own.
 */
const PEOPLES_FLOWS: readonly string[] = ['global-default', VIEWER_FLOW];

/**
 * Counts the requests of people that an API server has let through, from its own
 * metrics. What a long request does, such as a watch, counts once as it begins.
 *
 * @param metrics - in the text format of Prometheus
 * @returns undefined when the API server does not count by flow schema
 * @see https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#observability
 */
export function countPeoplesRequests(metrics: string): number | undefined {
  let isCounted = false;
  let requests = 0;
  for (const [, labels, value] of metrics.matchAll(SAMPLE)) {
    isCounted = true;
    const flow = /(?:^|,)flow_schema="([^"]*)"/.exec(labels)?.[1];
    if (flow !== undefined && PEOPLES_FLOWS.includes(flow)) {
      requests += Number(value);
    }
  }
  return isCounted ? requests : undefined;
}

/**
 * True where kubeadm's administrator is a person among others. Before 1.29 it is
 * in the group `system:masters`, whose requests are counted with the cluster's own.
 *
 * @param gitVersion - such as `v1.34.4`
 * @see https://kubernetes.io/blog/2023/12/13/kubernetes-v1-29-release/
 */
export function tellsPeopleApart(gitVersion: string): boolean {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 29);
}
