import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { createLabActions, type ActionDeps } from '../actions';
import type { LabAccess } from '../labs/LabAccess';
import { TaskEnds } from '../tasks/TaskEnds';
import type { Pause } from '../tasks/TimeLimit';

/** The task that an action runs in. */
export interface RunOptions {
  signal?: AbortSignal;
  isDryRun?: boolean;
  taskId?: string;
  stepId?: string;
}

/** Runs actions as the scaffolder does, in a workspace. */
export class ActionRunner {
  /** The lines of the task's log. */
  readonly log: string[] = [];
  /** The texts that were redacted from the log. */
  readonly redactions: string[] = [];
  /** All outputs of the last run, also of a failed one. */
  outputs: Record<string, unknown> = {};
  /** The checkpoints of tasks, by task id. */
  readonly checkpoints = new Map<string, unknown>();
  readonly workspace: string;
  readonly #actions: Map<string, TemplateAction>;
  readonly #tell: (payload: object) => Promise<void>;

  static async create(access: LabAccess, pause?: Pause): Promise<ActionRunner> {
    const events = mockServices.events();
    return new ActionRunner(
      { access, taskEnds: await TaskEnds.listen(events), pause },
      await mkdtemp(join(tmpdir(), 'pyk8s-lab-test-')),
      payload =>
        events.publish({ topic: 'scaffolder.task', eventPayload: payload }),
    );
  }

  private constructor(
    deps: ActionDeps,
    workspace: string,
    tell: (payload: object) => Promise<void>,
  ) {
    this.workspace = workspace;
    this.#tell = tell;
    this.#actions = new Map(
      // The scaffolder validates inputs against the schemas.
      (createLabActions(deps) as unknown as TemplateAction[]).map(action => [
        action.id,
        action,
      ]),
    );
  }

  /** Publishes the scaffolder's event for the end of a task. */
  async end(status: 'completed' | 'failed', taskId = 'task-1'): Promise<void> {
    await this.#tell({ id: taskId, status });
  }

  /** Publishes the scaffolder's event for a cancelled task. */
  async cancel(taskId = 'task-1'): Promise<void> {
    await this.#tell({ id: 7, taskId, status: 'cancelled' });
  }

  async remove(): Promise<void> {
    await rm(this.workspace, { recursive: true, force: true });
  }

  /** Runs one action, and records its outputs. */
  async run(
    id: string,
    input: JsonObject,
    options: RunOptions = {},
  ): Promise<Record<string, unknown>> {
    const { taskId = 'task-1', stepId = 'step-1', ...more } = options;
    const action = this.#actions.get(id);
    if (!action) {
      throw new Error(`There is no action ${id}`);
    }
    const outputs: Record<string, unknown> = {};
    this.outputs = outputs;
    const context = createMockActionContext({
      input,
      workspacePath: this.workspace,
      task: { id: taskId },
    });
    await action.handler({
      ...context,
      ...more,
      logger: this.#logger(),
      step: { id: stepId, name: stepId },
      getInitiatorCredentials: async () =>
        mockCredentials.user('user:default/alice'),
      output: (name: string | number | symbol, value: unknown) => {
        outputs[String(name)] = value;
      },
      checkpoint: async <T extends JsonValue | void>({
        key,
        fn,
      }: {
        key: string;
        fn: () => Promise<T> | T;
      }) => {
        const full = `${taskId}/${stepId}/${key}`;
        if (!this.checkpoints.has(full)) {
          this.checkpoints.set(full, await fn());
        }
        return this.checkpoints.get(full) as T;
      },
    });
    return outputs;
  }

  #logger(): LoggerService {
    const write = (message: string) => {
      this.log.push(message);
    };
    const logger = {
      debug: write,
      info: write,
      warn: write,
      error: write,
      child: () => logger,
      addRedactions: (texts: string[]) => {
        this.redactions.push(...texts);
      },
    };
    return logger;
  }
}
