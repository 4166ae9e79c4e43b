import { randomUUID } from 'node:crypto';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';

/** The scaffolder's topic for the end of tasks. */
const TOPIC = 'scaffolder.task';

/** One run of a task, since it was first followed. */
export interface FollowedRun {
  /** Whether it was cancelled before it ended, even if its signal is not aborted yet. */
  readonly isCancelled: boolean;
  /** Whether it has ended with a failed step. */
  readonly hasFailed: boolean;
  /** Calls a function when the run has ended for any reason. */
  onEnd(listener: () => void): void;
}

class Run implements FollowedRun {
  isCancelled = false;
  hasFailed = false;
  readonly #listeners: (() => void)[] = [];

  onEnd(listener: () => void): void {
    this.#listeners.push(listener);
  }

  end(): void {
    this.#listeners.splice(0).forEach(listener => listener());
  }
}

/**
 * Tracks when runs of tasks end, and whether they failed or were cancelled. The signal
 * of a run is not enough: it is aborted up to a second late, when the run may have
 * ended, and also for a task that is cancelled after its end.
 */
export class TaskEnds {
  readonly #runs = new Map<string, Set<Run>>();

  static async listen(
    events: Pick<EventsService, 'subscribe'>,
  ): Promise<TaskEnds> {
    const ends = new TaskEnds();
    await events.subscribe({
      // A unique id for each process, because every replica must get all events of a
      // shared event bus, and several may run on one host. The events backend removes
      // what a stopped process leaves there after a day.
      id: `pyk8s-lab-task-ends-${randomUUID()}`,
      topics: [TOPIC],
      onEvent: async event => ends.#onEvent(event),
    });
    return ends;
  }

  private constructor() {}

  /** Follows the run of a task in this process until it has ended. */
  follow(taskId: string): FollowedRun {
    const run = new Run();
    const runs = this.#runs.get(taskId) ?? new Set();
    this.#runs.set(taskId, runs.add(run));
    return run;
  }

  #onEvent({ eventPayload }: EventParams): void {
    if (typeof eventPayload !== 'object' || eventPayload === null) {
      return;
    }
    const { id, taskId, status } = eventPayload as Record<string, unknown>;
    if (status === 'cancelled' && isText(taskId)) {
      this.#runs.get(taskId)?.forEach(run => {
        run.isCancelled = true;
      });
    }
    // Events of ended tasks have the id in another field.
    if ((status === 'completed' || status === 'failed') && isText(id)) {
      const ended = this.#runs.get(id);
      this.#runs.delete(id);
      ended?.forEach(run => {
        run.hasFailed = status === 'failed';
        run.end();
      });
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
