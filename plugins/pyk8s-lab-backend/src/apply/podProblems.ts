import type { ObservedContainer, ObservedEvent, ObservedPod } from './observed';

/** They are the usual way to a container that runs. */
const STARTING = ['ContainerCreating', 'PodInitializing'];

/** A digest, and a name before it that has a tag or none. */
const BY_DIGEST = /^([^@\s]{1,255})@sha256:[a-f0-9]{1,64}$/;
const NO_IMAGE = ['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull'];

/** As much as one object's problems take. */
const MAX_PARTS = 20;

/** A few of several things, each named once. */
export function inFew(parts: readonly string[]): string {
  const different = [...new Set(parts)];
  const more = different.length - MAX_PARTS;
  return [
    ...different.slice(0, MAX_PARTS),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ');
}

/** Whether a pod belongs to an object: it is that, or a controller that it has. */
export function isPodOf(
  { metadata }: ObservedPod,
  { kind, name }: { readonly kind: string; readonly name: string },
): boolean {
  const [owner] = metadata.ownerReferences;
  switch (kind) {
    case 'Pod':
      return metadata.name === name;
    case 'Deployment':
      // Its ReplicaSets are called after it, with a hash.
      return (
        owner?.kind === 'ReplicaSet' &&
        owner.name.slice(0, owner.name.lastIndexOf('-')) === name
      );
    default:
      return owner?.kind === kind && owner.name === name;
  }
}

/** Why a pod is not ready, such as `pod web-1: ImagePullBackOff – Back-off …`. */
export function podProblems(pods: readonly ObservedPod[]): string[] {
  return pods.flatMap(({ metadata: { name }, status }) => {
    const containers = [
      ...(status?.initContainerStatuses ?? []),
      ...(status?.containerStatuses ?? []),
    ];
    const problems = [
      ...containers.flatMap(containerProblem),
      ...containers.flatMap(digestProblem),
    ];
    const unscheduled = status?.conditions.find(
      condition =>
        condition.type === 'PodScheduled' && condition.status === 'False',
    );
    if (unscheduled) {
      problems.push(joined(unscheduled.reason, unscheduled.message));
    }
    return problems.map(problem => `pod ${name}: ${problem}`);
  });
}

function containerProblem(container: ObservedContainer): string[] {
  const { name, state, lastState, ready } = container;
  const waiting = state?.waiting;
  if (waiting?.reason && !STARTING.includes(waiting.reason)) {
    const code = lastState?.terminated?.exitCode;
    return [
      `container ${name}: ${joined(waiting.reason, waiting.message)}${
        code === undefined ? '' : `, exit code ${code}`
      }`,
    ];
  }
  const ended = state?.terminated;
  if (ended && ended.exitCode !== 0) {
    return [
      `container ${name}: ${joined(
        ended.reason || 'Error',
        ended.message,
      )}, exit code ${ended.exitCode}`,
    ];
  }
  return state?.running && !ready ? [`container ${name} is not ready`] : [];
}

/** Of an image that was imported, a node knows the tags and no digest. */
function digestProblem({ name, image, state }: ObservedContainer): string[] {
  const [, named] = BY_DIGEST.exec(image) ?? [];
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

/** Warnings about an object, and about what is called after it, each kind once. */
export function warnings(
  events: readonly ObservedEvent[],
  name: string,
): string[] {
  const latest = new Map<string, string>();
  for (const { type, reason, message, involvedObject: about } of events) {
    const isAbout = about.name === name || about.name.startsWith(`${name}-`);
    if (type === 'Warning' && isAbout) {
      latest.set(
        `${about.kind}/${about.name}/${reason}`,
        `${about.kind.toLowerCase()} ${about.name}: ${joined(reason, message)}`,
      );
    }
  }
  return [...latest.values()];
}

function joined(reason: string, message: string): string {
  return [reason, message].filter(Boolean).join(' – ');
}
