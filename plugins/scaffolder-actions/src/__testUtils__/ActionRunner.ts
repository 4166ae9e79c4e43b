import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { createLabActions } from '../actions';
import type { LabAccess } from '../labs';
import type { Pause } from '../runs';

/** What a task is run with. */
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
  /** What has been redacted from the log. */
  readonly redactions: string[] = [];
  /** All the outputs of the last run, also of one that failed. */
  outputs: Record<string, unknown> = {};
  /** What tasks remember, by their id. */
  readonly checkpoints = new Map<string, unknown>();
  readonly workspace: string;
  readonly #actions: Map<string, TemplateAction>;

  static async create(access: LabAccess, pause?: Pause): Promise<ActionRunner> {
    return new ActionRunner(
      access,
      await mkdtemp(join(tmpdir(), 'pyk8s-lab-test-')),
      pause,
    );
  }

  private constructor(
    access: LabAccess,
    workspace: string,
    pause: Pause | undefined,
  ) {
    this.workspace = workspace;
    this.#actions = new Map(
      // Inputs are checked by the scaffolder, against the schemas.
      (createLabActions({ access, pause }) as unknown as TemplateAction[]).map(
        action => [action.id, action],
      ),
    );
  }

  async remove(): Promise<void> {
    await rm(this.workspace, { recursive: true, force: true });
  }

  /** Runs one action, and keeps what it puts out. */
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
