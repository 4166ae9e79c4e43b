import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, isError } from '@backstage/errors';
import {
  formatDuration,
  parseDuration,
  type ExecRequest,
  type ExecResult,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import type { LabStore, NewLabEvent } from '../database';
import type { OnText } from './CommandOutput';
import type { CommandPolicy } from './CommandPolicy';
import type { CommandEnd, LabCommands } from './LabCommands';
import { PayloadTooLargeError } from '../errors';
import { beginUse, notRunning } from '../running/beginUse';

/** The most that a command is given to read, in bytes. */
export const MAX_INPUT_BYTES = 1_048_576;

const DOING = 'Commands run';

/** What a command is run with. */
export interface ExecOptions {
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** Called after all checks, right before the command runs. */
  readonly onStart?: () => void;
  /** Takes what is printed as it comes; without it, the result has it. */
  readonly onText?: OnText;
}

interface Services {
  readonly store: LabStore;
  readonly settings: Pick<LabSettings, 'exec'>;
  readonly commands: LabCommands;
  readonly commandPolicy: CommandPolicy;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/**
 * Runs a command in a running lab, and writes into its activity what was run and
 * how it ended.
 *
 * @throws InputError, ConflictError, TooManyRequestsError or
 *   ServiceUnavailableError saying what to do, or whatever the signal aborts with
 */
export async function execInLab(
  id: string,
  request: ExecRequest,
  caller: LabCaller,
  options: ExecOptions,
  services: Services,
): Promise<ExecResult> {
  const { store, commands, commandPolicy } = services;
  const { input } = request;
  const timeoutSeconds = readTimeout(request.timeout, services.settings.exec);
  assertInput(input);
  const command = commandPolicy.read(request);
  return commands.within(id, async () => {
    const lab = await beginUse(id, DOING, caller, services);
    options.onStart?.();
    const kept = { stdout: '', stderr: '' };
    const record = (how: Outcome) =>
      recordEnd(id, commandEvent(command.recorded, how, caller), services);
    let end: CommandEnd;
    try {
      end = await commands.run(
        lab,
        {
          argv: command.argv,
          asRoot: command.asRoot,
          input,
          timeoutMs: timeoutSeconds * 1000,
        },
        {
          signal: options.signal,
          endWhenFull: options.onText !== undefined,
          onText:
            options.onText ??
            ((stream, text) => {
              kept[stream] += text;
            }),
        },
      );
    } catch (error) {
      await record({
        failure: error === options.signal.reason ? 'was cancelled' : 'failed',
      });
      throw await explain(error, id, store);
    }
    await record(end);
    return { ...end, output: kept.stdout, error: kept.stderr };
  });
}

/** What was run stays run, even if that cannot be written down. */
async function recordEnd(
  id: string,
  event: NewLabEvent,
  { store, now, logger }: Services,
): Promise<void> {
  try {
    await store.change(id, now(), () => ({ set: {}, events: [event] }));
  } catch (error) {
    logger
      .child({ labId: id })
      .error('The end of a command could not be recorded', error as Error);
  }
}

/** A cluster that went away under a command is no fault of the portal's. */
async function explain(
  error: unknown,
  id: string,
  store: LabStore,
): Promise<unknown> {
  if (!isError(error) || error.name !== 'ServiceUnavailableError') {
    return error;
  }
  const lab = await store.get(id);
  return lab && lab.status !== 'RUNNING' ? notRunning(lab, DOING) : error;
}

type Outcome = CommandEnd | { readonly failure: string };

function commandEvent(
  command: string,
  outcome: Outcome,
  caller: LabCaller,
): NewLabEvent {
  return {
    type: 'lab.command',
    message: `${command} ${describe(outcome)}.`,
    actorRef: caller.userRef,
    data: {
      command,
      ...('failure' in outcome ? {} : outcome),
    },
  };
}

function describe(outcome: Outcome): string {
  if ('failure' in outcome) {
    return outcome.failure;
  }
  if (outcome.timedOut) {
    return 'was stopped because it timed out';
  }
  return outcome.exitCode === 0
    ? 'was run'
    : `ended with exit code ${outcome.exitCode}`;
}

function readTimeout(
  text: string | undefined,
  exec: LabSettings['exec'],
): number {
  const seconds =
    text === undefined ? exec.timeoutSeconds : parseDuration(text);
  if (seconds > exec.maxTimeoutSeconds) {
    throw new InputError(
      `A command runs for ${formatDuration(
        exec.maxTimeoutSeconds,
      )} at most; ${formatDuration(seconds)} is too long.`,
    );
  }
  return seconds;
}

function assertInput(input: string | undefined): void {
  if (input !== undefined && Buffer.byteLength(input) > MAX_INPUT_BYTES) {
    throw new PayloadTooLargeError(
      `The input is too large: a command is given ${
        MAX_INPUT_BYTES / 1024
      } KiB to read at most.`,
    );
  }
}
