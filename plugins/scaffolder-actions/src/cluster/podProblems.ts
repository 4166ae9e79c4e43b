import type {
  CoreV1Event,
  V1ContainerStatus,
  V1LabelSelector,
  V1Pod,
} from '@kubernetes/client-node';

/** As much of a message as a line of a log bears. */
const MAX_MESSAGE = 300;

/** They say nothing of what is wrong. */
const IN_THE_MAKING = ['ContainerCreating', 'PodInitializing'];

/** A digest, and a name before it that has a tag or none. */
const BY_DIGEST = /^([^@\s]{1,255})@sha256:[a-f0-9]{1,64}$/;
const NO_IMAGE = ['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull'];

/** Why a pod is not ready, such as `web-1: ImagePullBackOff – Back-off …`. */
export function podProblems(pods: readonly V1Pod[]): string[] {
  return pods.flatMap(pod => {
    const name = pod.metadata?.name ?? '';
    const { initContainerStatuses = [], containerStatuses = [] } =
      pod.status ?? {};
    const statuses = [...initContainerStatuses, ...containerStatuses];
    const problems = [
      ...statuses.flatMap(containerProblem),
      ...statuses.flatMap(digestProblem),
    ];
    const unscheduled = pod.status?.conditions?.find(
      ({ type, status }) => type === 'PodScheduled' && status === 'False',
    );
    if (unscheduled) {
      problems.push(inWords(unscheduled.reason, unscheduled.message));
    }
    return problems.map(problem => `pod ${name}: ${problem}`);
  });
}

function containerProblem({
  name,
  state,
  lastState,
  ready,
}: V1ContainerStatus): string[] {
  if (state?.waiting?.reason && !IN_THE_MAKING.includes(state.waiting.reason)) {
    const ended = lastState?.terminated;
    const code = ended ? `, exit code ${ended.exitCode}` : '';
    return [
      `container ${name}: ${inWords(
        state.waiting.reason,
        state.waiting.message,
      )}${code}`,
    ];
  }
  const ended = state?.terminated;
  if (ended && ended.exitCode !== 0) {
    return [
      `container ${name}: ${inWords(
        ended.reason ?? 'Error',
        ended.message,
      )}, exit code ${ended.exitCode}`,
    ];
  }
  return state?.running && !ready ? [`container ${name} is not ready`] : [];
}

/** Of an image that was imported, a node knows the tags and no digest. */
function digestProblem({ name, image, state }: V1ContainerStatus): string[] {
  const [, named] = BY_DIGEST.exec(image ?? '') ?? [];
  if (named === undefined || !NO_IMAGE.includes(state?.waiting?.reason ?? '')) {
    return [];
  }
  // A colon before the last slash is that of a registry's port.
  const hasTag = named.lastIndexOf(':') > named.lastIndexOf('/');
  const tagged = hasTag ? named : `${named}:<tag>`;
  return [
    `container ${name}: asks for its image by a digest, by which nodes find no imported image; if it was imported into the lab, write ${tagged} without the digest`,
  ];
}

/** Warnings of a namespace about some objects, the latest of each kind. */
export function warnings(
  events: readonly CoreV1Event[],
  isAbout: (name: string) => boolean,
): string[] {
  const latest = new Map<string, string>();
  for (const { type, reason, message, involvedObject } of events) {
    const { kind, name = '' } = involvedObject;
    if (type === 'Warning' && isAbout(name)) {
      latest.set(
        `${kind}/${name}/${reason}`,
        `${kind?.toLowerCase()} ${name}: ${inWords(reason, message)}`,
      );
    }
  }
  return [...latest.values()];
}

/** A selector as the API's `labelSelector` takes it. */
export function labelSelector(selector: V1LabelSelector | undefined): string {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    }
  });
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...expressions,
  ].join(',');
}

function inWords(reason: string | undefined, message: string | undefined) {
  const text = (message ?? '').replace(/\s+/g, ' ').trim();
  const short =
    text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
  return [reason, short].filter(Boolean).join(' – ');
}
