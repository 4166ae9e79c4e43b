import { VIEWER_FLOW } from './viewerAccess';

/** How the samples of the metric begin; their labels follow. */
const SAMPLE = 'apiserver_flowcontrol_dispatched_requests_total{';
/** A sample has some hundred characters; what has more is none. */
const MAX_SAMPLE = 4_096;

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
  for (const line of linesOf(metrics)) {
    const sample = readSample(line);
    isCounted ||= sample !== undefined;
    requests +=
      sample && PEOPLES_FLOWS.includes(sample.flow) ? sample.value : 0;
  }
  return isCounted && Number.isSafeInteger(requests) ? requests : undefined;
}

function* linesOf(text: string): Generator<string, void> {
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end < 0 ? text.length : end);
    from = end < 0 ? text.length : end + 1;
  }
}

/** @returns undefined for a line that is no sample of the metric */
function readSample(line: string): { flow: string; value: number } | undefined {
  if (!line.startsWith(SAMPLE) || line.length > MAX_SAMPLE) {
    return undefined;
  }
  const end = line.indexOf('} ');
  const value = Number(line.slice(end + 2));
  if (end < 0 || !Number.isSafeInteger(value) || value < 0) {
    return undefined;
  }
  const flow = line
    .slice(SAMPLE.length, end)
    .split(',')
    .find(label => label.startsWith('flow_schema="'));
  return { flow: flow?.slice('flow_schema="'.length, -1) ?? '', value };
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
