import { CoreV1Api } from '@kubernetes/client-node';
import { nameOf } from '../manifests';
import { connectionCode } from '../labs';
import type { Pause } from '../runs';
import type { AppliedObject } from './appliedObject';
import { inFew } from './inFew';
import type { LabObjects } from './LabObjects';
import { podProblems, warnings } from './podProblems';
import { hasRollout, rolloutOf, type Rollout } from './rollout';

const LOOK_EVERY_MS = 1_000;
/** As many as are asked for; what a cluster answers beyond is not looked at. */
const MAX_PODS = 100;
const MAX_EVENTS = 500;
/** As many objects as one error names. */
const MAX_REASONS = 20;
/** As many changes of one object as the log of a task bears. */
const MAX_TOLD = 100;

/** How rollouts are watched. */
export interface AwaitRolloutsOptions {
  /** A line for the log of the task. */
  tell: (line: string) => void;
  pause: Pause;
  signal: AbortSignal;
}

/** A rollout that came to nothing. */
export class RolloutFailedError extends Error {
  override name = 'RolloutFailedError';
}

/** The rollouts of what has been applied. */
export class Rollouts {
  readonly #objects: LabObjects;
  readonly #core: CoreV1Api;
  #left: AppliedObject[];

  static of(objects: LabObjects, applied: readonly AppliedObject[]): Rollouts {
    return new Rollouts(objects, applied.filter(hasRollout));
  }

  private constructor(objects: LabObjects, left: AppliedObject[]) {
    this.#objects = objects;
    this.#core = new CoreV1Api(objects.configurationOfClients);
    this.#left = left;
  }

  /**
   * Waits until everything runs.
   *
   * @throws RolloutFailedError when something never will, with the reason; what the
   * signal is aborted with
   */
  async done({ tell, pause, signal }: AwaitRolloutsOptions): Promise<void> {
    const told = new Map<string, { why: string; times: number }>();
    while (this.#left.length > 0) {
      for (const object of [...this.#left]) {
        const name = nameOf(object);
        const rollout = await this.#look(object);
        if (rollout.state === 'done') {
          this.#left = this.#left.filter(other => other !== object);
          tell(`${name} is rolled out`);
          continue;
        }
        if (rollout.state === 'failed') {
          throw new RolloutFailedError(
            `${name} failed: ${await this.#everything(object, rollout.why)}`,
          );
        }
        const why = inFew([rollout.why, ...(await this.#problems(object))]);
        const last = told.get(name) ?? { why: '', times: 0 };
        if (last.why !== why && last.times < MAX_TOLD) {
          told.set(name, { why, times: last.times + 1 });
          tell(`${name}: ${why}`);
        }
      }
      if (this.#left.length > 0) {
        await pause(LOOK_EVERY_MS, signal);
      }
    }
  }

  /** What keeps those that are left, or some of many, with the cluster's warnings. */
  async reasons(): Promise<string[]> {
    const reasons: string[] = [];
    for (const object of this.#left.slice(0, MAX_REASONS)) {
      const rollout = await this.#look(object);
      const why = rollout.state === 'done' ? 'is rolled out now' : rollout.why;
      reasons.push(`${nameOf(object)}: ${await this.#everything(object, why)}`);
    }
    const more = this.#left.length - reasons.length;
    return more > 0 ? [...reasons, `and ${more} more`] : reasons;
  }

  async #everything(object: AppliedObject, why: string): Promise<string> {
    return inFew([
      why,
      ...(await this.#problems(object)),
      ...(await this.#warnings(object)),
    ]);
  }

  async #look(object: AppliedObject): Promise<Rollout> {
    try {
      return rolloutOf(await this.#objects.current(object));
    } catch (error) {
      // A lab's API server may be restarted; the time limit ends it.
      if (connectionCode(error) !== undefined) {
        return { state: 'waiting', why: 'the API server does not answer' };
      }
      throw error;
    }
  }

  async #problems({ metadata, podSelector }: AppliedObject): Promise<string[]> {
    if (!podSelector) {
      return [];
    }
    return this.#quietly(async () => {
      const { items } = await this.#core.listNamespacedPod({
        namespace: metadata.namespace ?? 'default',
        labelSelector: podSelector,
        limit: MAX_PODS,
      });
      return podProblems(items.slice(0, MAX_PODS));
    });
  }

  async #warnings({ metadata }: AppliedObject): Promise<string[]> {
    const { name, namespace = 'default' } = metadata;
    return this.#quietly(async () => {
      const { items } = await this.#core.listNamespacedEvent({
        namespace,
        limit: MAX_EVENTS,
      });
      // Its own, and those of its replica sets and pods, which are named after it.
      return warnings(
        items.slice(0, MAX_EVENTS),
        about => about === name || about.startsWith(`${name}-`),
      );
    });
  }

  /** What explains a failure must not become another. */
  async #quietly(call: () => Promise<string[]>): Promise<string[]> {
    try {
      return await call();
    } catch {
      return [];
    }
  }
}
