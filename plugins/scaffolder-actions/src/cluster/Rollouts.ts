import {
  CoreV1Api,
  type KubernetesObject,
  type V1LabelSelector,
} from '@kubernetes/client-node';
import { nameOf } from '../manifests';
import { connectionCode } from '../labs';
import type { Pause } from '../runs';
import type { LabObjects } from './LabObjects';
import { labelSelector, podProblems, warnings } from './podProblems';
import { hasRollout, rolloutOf, type Rollout } from './rollout';

const LOOK_EVERY_MS = 1_000;

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
  #left: KubernetesObject[];

  /** @param applied - objects as the API server answered */
  static of(
    objects: LabObjects,
    applied: readonly KubernetesObject[],
  ): Rollouts {
    return new Rollouts(objects, applied.filter(hasRollout));
  }

  private constructor(objects: LabObjects, left: KubernetesObject[]) {
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
    const told = new Map<string, string>();
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
        const why = [rollout.why, ...(await this.#problems(object))].join('; ');
        if (told.get(name) !== why) {
          told.set(name, why);
          tell(`${name}: ${why}`);
        }
      }
      if (this.#left.length > 0) {
        await pause(LOOK_EVERY_MS, signal);
      }
    }
  }

  /** What keeps those that are left, with the cluster's own warnings. */
  async reasons(): Promise<string[]> {
    const reasons: string[] = [];
    for (const object of this.#left) {
      const rollout = await this.#look(object);
      const why = rollout.state === 'done' ? 'is rolled out now' : rollout.why;
      reasons.push(`${nameOf(object)}: ${await this.#everything(object, why)}`);
    }
    return reasons;
  }

  async #everything(object: KubernetesObject, why: string): Promise<string> {
    const parts = [
      why,
      ...(await this.#problems(object)),
      ...(await this.#warnings(object)),
    ];
    return [...new Set(parts)].join('; ');
  }

  async #look(object: KubernetesObject): Promise<Rollout> {
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

  async #problems(object: KubernetesObject): Promise<string[]> {
    const { selector } =
      (object as { spec?: { selector?: V1LabelSelector } }).spec ?? {};
    const wanted = labelSelector(selector);
    if (!wanted) {
      return [];
    }
    const pods = await this.#quietly(() =>
      this.#core.listNamespacedPod({
        namespace: object.metadata?.namespace ?? 'default',
        labelSelector: wanted,
      }),
    );
    return podProblems(pods?.items ?? []);
  }

  async #warnings({ metadata }: KubernetesObject): Promise<string[]> {
    const events = await this.#quietly(() =>
      this.#core.listNamespacedEvent({
        namespace: metadata?.namespace ?? 'default',
      }),
    );
    const name = metadata?.name ?? '';
    // Its own, and those of its replica sets and pods, which are named after it.
    return warnings(
      events?.items ?? [],
      about => about === name || about.startsWith(`${name}-`),
    );
  }

  /** What explains a failure must not become another. */
  async #quietly<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch {
      return undefined;
    }
  }
}
