import { ServiceUnavailableError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../config';
import type { LabRecord } from '../database';
import { clusterRef, type LabProviders } from '../lifecycle';
import { CommandOutput, type OnText } from './CommandOutput';
import { CommandSlots } from './CommandSlots';

/** What `timeout` of the GNU core utilities ends with, too. */
const TIMED_OUT_EXIT_CODE = 124;

/** What a {@link LabCommands} works with. */
export interface LabCommandsOptions {
  readonly providers: LabProviders;
  readonly instanceId: string;
  readonly settings: Pick<LabSettings, 'exec'>;
  readonly logger: LoggerService;
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number;
  readonly durationMs: number;
  /** Whether it printed more than was told. */
  readonly truncated: boolean;
  /** Whether it was ended because its time was over. */
  readonly timedOut: boolean;
}

/** Runs people's commands in the clusters of labs, within limits. */
export class LabCommands {
  readonly #options: LabCommandsOptions;
  readonly #slots: CommandSlots;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  static create(options: LabCommandsOptions): LabCommands {
    return new LabCommands(options);
  }

  private constructor(options: LabCommandsOptions) {
    this.#options = options;
    this.#slots = CommandSlots.create(options.settings.exec);
  }

  /**
   * Takes a place among the commands of a lab.
   * @returns what gives it back
   * @throws TooManyRequestsError
   */
  reserve(labId: string): () => void {
    return this.#slots.take(labId);
  }

  /**
   * Runs a command whose place is reserved, and returns when it has ended.
   *
   * @param io - signal: ends the command
   * @throws whatever the signal aborts with, once the command has ended
   * @throws ServiceUnavailableError when the cluster does not run it
   */
  async run(
    lab: LabRecord,
    command: ClusterCommand,
    io: { signal: AbortSignal; onText: OnText },
  ): Promise<CommandEnd> {
    const running = this.#run(lab, command, io);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Ends every command, and returns when none is left in any cluster. */
  async stop(): Promise<void> {
    this.#stopping.abort(
      new ServiceUnavailableError(
        'The portal stops, and has ended the command: run it again in a moment.',
      ),
    );
    await Promise.allSettled(this.#running);
  }

  async #run(
    lab: LabRecord,
    command: ClusterCommand,
    io: { signal: AbortSignal; onText: OnText },
  ): Promise<CommandEnd> {
    const { providers, instanceId, settings } = this.#options;
    const output = CommandOutput.create({
      maxBytes: settings.exec.maxOutputBytes,
      onText: io.onText,
    });
    const timeout = AbortSignal.timeout(command.timeoutMs);
    const begun = performance.now();
    const end = (exitCode: number, timedOut: boolean): CommandEnd => ({
      exitCode,
      durationMs: Math.round(performance.now() - begun),
      truncated: output.truncated,
      timedOut,
    });
    try {
      const { exitCode } = await providers
        .get(lab.provider)
        .exec(clusterRef(instanceId, lab), command, {
          signal: AbortSignal.any([io.signal, this.#stopping.signal, timeout]),
          onOutput: (stream, chunk) => output.take(stream, chunk),
        });
      await output.end();
      return end(exitCode, false);
    } catch (error) {
      io.signal.throwIfAborted();
      this.#stopping.signal.throwIfAborted();
      if (timeout.aborted) {
        await output.end();
        return end(TIMED_OUT_EXIT_CODE, true);
      }
      const cause = error as Error;
      this.#options.logger
        .child({ labId: lab.id })
        .warn('A command could not be run', cause);
      throw new ServiceUnavailableError(
        `The lab "${lab.name}" did not run the command: ${cause.message}`,
      );
    }
  }
}
