import { titleOf, type AppliedObject } from './appliedObjects';
import type { LabKubectl } from './LabKubectl';
import { observed, type ObservedPod, type ObservedWorkload } from './observed';
import { inFew, isPodOf, podProblems, warnings } from './podProblems';
import { rolloutOf, rolloutResource, verdictOf, type Rollout } from './rollout';

const FIRST_LOOKS = 10;
const LOOK_MS = 1_000;
const LATER_LOOK_MS = 2_000;
/** Pods are asked for less often than what they belong to. */
const LOOKS_FOR_PODS = 3;
/** As many objects as one call asks for; the others follow as these are done. */
const MAX_LOOKED_AT = 50;
/** As many objects as a message names. */
const MAX_NAMED = 5;
/** Events are written a moment after what they tell of. */
const LOOKS_FOR_EVENTS = 3;

/** A rollout that failed. */
export class RolloutFailedError extends Error {
  override name = 'RolloutFailedError';
}

interface Watched {
  readonly object: AppliedObject;
  readonly resource: string;
  /** How it was found last. */
  why: string;
  problems: string[];
  looks: number;
  missed: number;
  earlierVerdict?: string;
}

/**
 * The rollouts of what has been applied. `kubectl rollout status` knows no Jobs and
 * no Pods, takes an exceeded deadline for the verdict on new pods, and waits for a
 * paused Deployment; so the objects themselves are looked at, all in one call.
 */
export class Rollouts {
  readonly #kubectl: LabKubectl;
  readonly #startedAt = performance.now();
  #left: Watched[];
  #looks = 0;

  static of(applied: readonly AppliedObject[], kubectl: LabKubectl): Rollouts {
    return new Rollouts(
      applied.flatMap(object => {
        const resource = rolloutResource(object);
        return resource && object.uid && object.namespace
          ? {
              object,
              resource,
              why: 'not looked at yet',
              problems: [],
              looks: 0,
              missed: 0,
            }
          : [];
      }),
      kubectl,
    );
  }

  private constructor(left: Watched[], kubectl: LabKubectl) {
    this.#left = left;
    this.#kubectl = kubectl;
  }

  /**
   * Waits until everything is rolled out.
   *
   * @param tell - is told what it waits for
   * @throws RolloutFailedError when something never will be, with the reason; what
   *   ends kubectl
   */
  async done(tell: (message: string) => void): Promise<void> {
    while (this.#left.length > 0) {
      await this.#look();
      if (this.#left.length > 0) {
        tell(`Waiting for ${this.#reasons(MAX_NAMED)}`);
        await this.#kubectl.pause(
          this.#looks < FIRST_LOOKS ? LOOK_MS : LATER_LOOK_MS,
        );
      }
    }
  }

  /**
   * What keeps those that are left, with the warnings of the cluster.
   * @param kubectl - that has time left
   */
  async reasons(kubectl: LabKubectl): Promise<string> {
    for (const watched of this.#left.slice(0, MAX_NAMED)) {
      watched.problems.push(...(await eventsOf(watched.object, kubectl)));
    }
    return this.#reasons(2 * MAX_NAMED);
  }

  #reasons(most: number): string {
    const more = this.#left.length - most;
    return [
      ...this.#left
        .slice(0, most)
        .map(
          ({ object, why, problems }) =>
            `${titleOf(object)}: ${inFew([why, ...problems])}`,
        ),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n');
  }

  async #look(): Promise<void> {
    const looked = this.#left.slice(0, MAX_LOOKED_AT);
    const namespaces = new Set(looked.map(({ object }) => object.namespace));
    for (const namespace of namespaces) {
      const here = looked.filter(
        ({ object }) => object.namespace === namespace,
      );
      const found = await this.#kubectl.get(observed.workload, [
        `--namespace=${namespace}`,
        ...here.map(({ resource, object }) => `${resource}/${object.name}`),
      ]);
      const pods =
        this.#looks % LOOKS_FOR_PODS === 0
          ? await this.#podsIn(namespace)
          : undefined;
      for (const watched of here) {
        await this.#judge(watched, found, pods);
      }
    }
    this.#looks += 1;
  }

  async #judge(
    watched: Watched,
    found: readonly ObservedWorkload[] | undefined,
    pods: readonly ObservedPod[] | undefined,
  ): Promise<void> {
    const { object } = watched;
    if (!found) {
      watched.why = 'the API server does not answer';
      return;
    }
    const current = found.find(
      ({ kind, metadata }) =>
        kind === object.kind && metadata.name === object.name,
    );
    if (pods) {
      watched.problems = podProblems(pods.filter(pod => isPodOf(pod, object)));
    }
    const rollout = current
      ? this.#rollout(watched, current)
      : await this.#vanished(watched);
    if (rollout.state === 'done') {
      this.#left = this.#left.filter(other => other !== watched);
      return;
    }
    watched.why = rollout.why;
    if (rollout.state === 'failed') {
      watched.problems = podProblems(
        ((await this.#podsIn(object.namespace)) ?? []).filter(pod =>
          isPodOf(pod, object),
        ),
      );
      throw new RolloutFailedError(
        `${titleOf(object)} failed: ${inFew([
          watched.why,
          ...watched.problems,
          ...(await eventsOf(object, this.#kubectl)),
        ])}`,
      );
    }
  }

  #rollout(watched: Watched, current: ObservedWorkload): Rollout {
    if (watched.looks === 0) {
      watched.earlierVerdict = verdictOf(current);
    }
    watched.looks += 1;
    return rolloutOf(watched.resource, current, {
      earlierVerdict: watched.earlierVerdict,
      watchedSeconds: (performance.now() - this.#startedAt) / 1_000,
    });
  }

  /**
   * A Job may be deleted as soon as it has finished (ttlSecondsAfterFinished): how
   * it finished is then known from its events alone.
   */
  async #vanished(watched: Watched): Promise<Rollout> {
    const { object } = watched;
    watched.missed += 1;
    if (object.kind !== 'Job') {
      return { state: 'failed', why: 'it was deleted in the meantime' };
    }
    const events = await this.#kubectl.get(observed.event, [
      'events',
      `--namespace=${object.namespace}`,
      `--field-selector=involvedObject.uid=${object.uid}`,
    ]);
    const own = (events ?? []).filter(
      ({ involvedObject: { uid } }) => uid === object.uid,
    );
    if (own.some(({ reason }) => reason === 'Completed')) {
      return { state: 'done' };
    }
    const warning = own.find(({ type }) => type === 'Warning');
    if (warning) {
      return {
        state: 'failed',
        why: `${
          warning.message || warning.reason
        }, and it was deleted after its time`,
      };
    }
    return watched.missed >= LOOKS_FOR_EVENTS
      ? { state: 'failed', why: 'it was deleted before it completed' }
      : { state: 'waiting', why: 'it was deleted' };
  }

  async #podsIn(namespace = 'default'): Promise<ObservedPod[] | undefined> {
    return this.#kubectl.get(observed.pod, [
      'pods',
      `--namespace=${namespace}`,
    ]);
  }
}

async function eventsOf(
  { name, namespace = 'default' }: AppliedObject,
  kubectl: LabKubectl,
): Promise<string[]> {
  const events = await kubectl.get(observed.event, [
    'events',
    `--namespace=${namespace}`,
    '--field-selector=type=Warning',
  ]);
  return warnings(events ?? [], name);
}
