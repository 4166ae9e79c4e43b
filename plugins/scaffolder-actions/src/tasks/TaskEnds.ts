import { randomUUID } from 'node:crypto';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';

/** Where the scaffolder tells what becomes of tasks. */
const TOPIC = 'scaffolder.task';

/** One run of a task, from when somebody began to look. */
export interface FollowedRun {
  /** Whether it was cancelled before it ended, though its signal may not say so yet. */
  readonly isCancelled: boolean;
  /** Whether it has ended, and a step of it had failed. */
  readonly hasFailed: boolean;
  /** Calls a function when the run has ended, however that was. */
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
 * Hears when runs of tasks end, and whether they failed or were cancelled before. The signal
 * of a run tells neither: it comes up to a second late, when the run may be over,
 * and it comes also for a task that is cancelled after it has ended.
 */
export class TaskEnds {
  readonly #runs = new Map<string, Set<Run>>();

  static async listen(
    events: Pick<EventsService, 'subscribe'>,
  ): Promise<TaskEnds> {
    const ends = new TaskEnds();
    await events.subscribe({
      // Each replica hears everything, where events are shared among them, so that an
      // id of its host would not do: two may be on one. What a process leaves there
      // the events backend removes with the events that it has not read, in a day.
      id: `pyk8s-lab-task-ends-${randomUUID()}`,
      topics: [TOPIC],
      onEvent: async event => ends.#hear(event),
    });
    return ends;
  }

  private constructor() {}

  /** Follows the run of a task that goes on in this process, until it has ended. */
  follow(taskId: string): FollowedRun {
    const run = new Run();
    const runs = this.#runs.get(taskId) ?? new Set();
    this.#runs.set(taskId, runs.add(run));
    return run;
  }

  #hear({ eventPayload }: EventParams): void {
    if (typeof eventPayload !== 'object' || eventPayload === null) {
      return;
    }
    const { id, taskId, status } = eventPayload as Record<string, unknown>;
    if (status === 'cancelled' && isText(taskId)) {
      this.#runs.get(taskId)?.forEach(run => {
        run.isCancelled = true;
      });
    }
    // Of what has ended, the scaffolder says the id under another name.
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
