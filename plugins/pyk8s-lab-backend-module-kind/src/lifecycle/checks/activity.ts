import { VIEWER_FLOW } from './viewerAccess';

/** The start of the metric's samples, before their labels. */
const SAMPLE = 'apiserver_flowcontrol_dispatched_requests_total{';
/** Longer lines are not samples, which have some hundred characters. */
const MAX_SAMPLE = 4_096;

/**
 * The flow schemas of users' requests. kubeadm's administrator is in `global-default`,
 * the fallback; on an idle cluster none of the cluster's own requests is. Service
 * accounts are counted elsewhere, so that workloads do not count as activity; viewers
 * have a flow schema of their own.
 */
const PEOPLES_FLOWS: readonly string[] = ['global-default', VIEWER_FLOW];

/**
 * Counts the users' requests that an API server has accepted, from its metrics, which
 * are read in pieces. A long request, such as a watch, counts once at its start.
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
   * @returns false when no more samples follow: those of a metric are consecutive
   */
  take(piece: Uint8Array): boolean {
    // The samples are ASCII; in latin1 each byte is one character.
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

  /** Call it at the end; undefined when the API server does not count by flow. */
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

/** @returns undefined for a line that is not a sample of the metric */
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
 * True if kubeadm's administrator is counted as a user. Before 1.29 it is in the group
 * `system:masters`, whose requests are counted with the cluster's own.
 *
 * @param gitVersion - such as `v1.34.4`
 * @see https://kubernetes.io/blog/2023/12/13/kubernetes-v1-29-release/
 */
export function tellsPeopleApart(gitVersion: string): boolean {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 29);
}
