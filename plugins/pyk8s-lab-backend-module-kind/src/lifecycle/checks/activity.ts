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
 * metrics, which are taken in pieces. What a long request does, such as a watch,
 * counts once as it begins.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#observability
 */
export class PeoplesRequests {
  #rest = '';
  #isTooLong = false;
  #isCounted = false;
  #isDone = false;
  #requests = 0;

  /**
   * @param piece - of the text format of Prometheus
   * @returns false when nothing more can count: the samples of a metric are together
   */
  take(piece: Uint8Array): boolean {
    // What counts is ASCII, and each byte is a character so.
    const text = Buffer.from(piece).toString('latin1');
    let from = 0;
    while (!this.#isDone) {
      const end = text.indexOf('\n', from);
      this.#append(text.slice(from, end < 0 ? text.length : end));
      if (end < 0) {
        break;
      }
      this.#endLine();
      from = end + 1;
    }
    return !this.#isDone;
  }

  /** Once all has been taken; undefined when the API server does not count by flow. */
  end(): number | undefined {
    this.#endLine();
    return this.#isCounted && Number.isSafeInteger(this.#requests)
      ? this.#requests
      : undefined;
  }

  #append(text: string): void {
    this.#isTooLong ||= this.#rest.length + text.length > MAX_SAMPLE;
    this.#rest = this.#isTooLong ? '' : this.#rest + text;
  }

  #endLine(): void {
    const line = this.#rest;
    const isTooLong = this.#isTooLong;
    this.#rest = '';
    this.#isTooLong = false;
    const sample = isTooLong ? undefined : readSample(line);
    if (sample) {
      this.#isCounted = true;
      this.#requests += PEOPLES_FLOWS.includes(sample.flow) ? sample.value : 0;
    } else {
      this.#isDone ||=
        this.#isCounted && !isTooLong && !line.startsWith(SAMPLE);
    }
  }
}

/** @returns undefined for a line that is no sample of the metric */
function readSample(line: string): { flow: string; value: number } | undefined {
  if (!line.startsWith(SAMPLE)) {
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
