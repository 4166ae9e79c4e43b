import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ExecRequest,
  ExecResult,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Access } from '../access/Access';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import type { LabStore } from '../database';
import type { ChangeRate } from '../throttling/ChangeRate';
import { recordable, type CommandPolicy } from './CommandPolicy';
import { execInLab, type ExecOptions } from './execInLab';
import type { LabCommands } from './LabCommands';

/** The dependencies of a {@link CommandService}. */
export interface CommandServiceOptions {
  readonly access: Access;
  readonly store: LabStore;
  readonly settings: Pick<LabSettings, 'exec'>;
  readonly commands: LabCommands;
  readonly commandPolicy: CommandPolicy;
  readonly changes: ChangeRate;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** Runs commands in labs. */
export class CommandService {
  readonly #services: CommandServiceOptions;

  constructor(options: CommandServiceOptions) {
    this.#services = options;
  }

  /**
   * Runs a command in a lab and returns when it has ended.
   * @throws NotFoundError, NotAllowedError, InputError, ConflictError when the lab is
   *   not RUNNING, an error of status 429, or ServiceUnavailableError; whatever the
   *   signal aborts with
   */
  async exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult> {
    const { access, changes } = this.#services;
    return access.run(
      'execInLab',
      {
        caller,
        lab: id,
        signal: options.signal,
        meta: { command: recordable(request) },
        // Nothing of what was printed: it may hold secrets.
        describe: ({ output: _, error: __, ...end }) => end,
      },
      async (entitled, signal) => {
        changes.count(entitled);
        return execInLab(
          id,
          request,
          entitled,
          { ...options, signal },
          this.#services,
        );
      },
    );
  }
}
