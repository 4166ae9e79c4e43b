import { ServiceUnavailableError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../config/LabSettings';
import type { LabRecord } from '../database';
import type { Clusters } from '../clusters/Clusters';
import { LabSlots } from '../throttling/LabSlots';
import { CommandOutput, type OnText } from './CommandOutput';

/** What `timeout` of the GNU core utilities ends with, too. */
const TIMED_OUT_EXIT_CODE = 124;
/** The exit code of a program whose reader has gone: 128 and SIGPIPE. */
const BROKEN_PIPE_EXIT_CODE = 141;

/** What a {@link LabCommands} works with. */
export interface LabCommandsOptions {
  readonly clusters: Clusters;
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
  readonly #slots: LabSlots;
  readonly #stopping = new AbortController();
  readonly #acting = new Set<Promise<unknown>>();

  constructor(options: LabCommandsOptions) {
    this.#options = options;
    this.#slots = new LabSlots({
      perLab: options.settings.exec.perLab,
      explain: used =>
        `The lab runs ${used} ${
          used === 1 ? 'command' : 'commands'
        }, the maximum at one time: wait until one has ended, or cancel one.`,
    });
  }

  /**
   * Does what belongs to one command: in a place among the commands of the lab, and
   * waited for when the portal stops.
   * @throws TooManyRequestsError when every place is taken
   */
  async within<T>(labId: string, act: () => Promise<T>): Promise<T> {
    const giveBack = this.#slots.take(labId);
    const acting = act();
    this.#acting.add(acting);
    try {
      return await acting;
    } finally {
      this.#acting.delete(acting);
      giveBack();
    }
  }

  /** Ends every command, and returns when none is left in any cluster. */
  async stop(): Promise<void> {
    this.#stopping.abort(
      new ServiceUnavailableError(
        'The portal stops, and has ended the command: run it again in a moment.',
      ),
    );
    await Promise.allSettled(this.#acting);
  }

  /**
   * Runs a command, and returns when it has ended.
   *
   * @param io - signal: ends the command; endWhenFull: so does the end of what is
   *   told, as it does in a shell for a program whose reader has gone
   * @throws whatever the signal aborts with, once the command has ended
   * @throws ServiceUnavailableError when the cluster does not run it, or nobody
   *   knows whether it has ended
   */
  async run(
    lab: LabRecord,
    command: ClusterCommand,
    io: {
      readonly signal: AbortSignal;
      readonly onText: OnText;
      readonly endWhenFull: boolean;
    },
  ): Promise<CommandEnd> {
    const { clusters, settings } = this.#options;
    const output = CommandOutput.create({
      maxBytes: settings.exec.maxOutputBytes,
      onText: io.onText,
    });
    const timeout = AbortSignal.timeout(command.timeoutMs);
    const full = new AbortController();
    const signal = AbortSignal.any([
      io.signal,
      this.#stopping.signal,
      timeout,
      full.signal,
    ]);
    const startedAt = performance.now();
    const end = (exitCode: number, timedOut = false): CommandEnd => ({
      exitCode,
      durationMs: Math.round(performance.now() - startedAt),
      truncated: output.truncated,
      timedOut,
    });
    try {
      const { exitCode } = await clusters.of(lab).exec(command, {
        signal,
        onOutput: async (stream, chunk) => {
          await output.take(stream, chunk);
          if (io.endWhenFull && output.truncated) {
            full.abort();
          }
        },
      });
      await output.end();
      return end(exitCode);
    } catch (error) {
      // Anything else than the reason means that it may run on.
      if (signal.aborted && error === signal.reason) {
        if (signal.reason === timeout.reason) {
          return end(TIMED_OUT_EXIT_CODE, true);
        }
        if (signal.reason === full.signal.reason) {
          return end(BROKEN_PIPE_EXIT_CODE);
        }
        throw error;
      }
      const cause = error as Error;
      this.#options.logger
        .child({ labId: lab.id })
        .warn('A command could not be run, or not be ended', cause);
      throw new ServiceUnavailableError(
        `The lab "${lab.name}" did not run the command${
          signal.aborted ? ' to an end that is known' : ''
        }: ${cause.message}`,
      );
    }
  }
}
