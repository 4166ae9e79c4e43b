import { ConflictError, InputError, isError } from '@backstage/errors';
import {
  formatDuration,
  parseDuration,
  type ExecRequest,
  type ExecResult,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config';
import type { LabRecord, LabStore, NewLabEvent } from '../database';
import {
  shortened,
  type CommandEnd,
  type CommandPolicy,
  type LabCommands,
  type OnText,
} from '../exec';
import type { LabCaller } from './LabService';

/** The most that a command is given to read, in bytes. */
export const MAX_INPUT_BYTES = 1_048_576;

/** What a command is run with. */
export interface ExecOptions {
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** Called when nothing is refused any more, right before the command runs. */
  readonly onStart?: () => void;
  /** Takes what is printed as it comes; without it, the result has it. */
  readonly onText?: OnText;
}

interface Services {
  readonly store: LabStore;
  readonly settings: Pick<LabSettings, 'exec'>;
  readonly commands: LabCommands;
  readonly commandPolicy: CommandPolicy;
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
  const { store, commands, commandPolicy, now } = services;
  const { input } = request;
  const timeoutSeconds = readTimeout(request.timeout, services.settings.exec);
  assertInput(input);
  const command = commandPolicy.read(request.command, {
    streaming: options.onText !== undefined,
    hasInput: input !== undefined,
  });
  const giveBack = commands.reserve(id);
  try {
    const lab = await beginUse(id, caller, store, now());
    options.onStart?.();
    const kept = { stdout: '', stderr: '' };
    const record = (how: Outcome) =>
      store.change(id, now(), () => ({
        set: {},
        events: [commandEvent(shortened(command.recorded), how, caller)],
      }));
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
          onText:
            options.onText ??
            ((stream, text) => {
              kept[stream] += text;
            }),
        },
      );
    } catch (error) {
      await record({
        failure: options.signal.aborted ? 'was cancelled' : 'failed',
      });
      throw await explain(error, id, store);
    }
    await record(end);
    return { ...end, output: kept.stdout, error: kept.stderr };
  } finally {
    giveBack();
  }
}

/** Writes that somebody works in a lab. */
async function beginUse(
  id: string,
  caller: LabCaller,
  store: LabStore,
  now: Date,
): Promise<LabRecord> {
  return store.change(id, now, lab => {
    caller.rights?.assertAllowed?.(lab);
    if (lab.status !== 'RUNNING') {
      throw notRunning(lab);
    }
    return { set: { lastActiveAt: now } };
  });
}

function notRunning(lab: LabRecord): ConflictError {
  return new ConflictError(
    `Commands run in a lab while it is RUNNING; the lab "${lab.name}" is ${
      lab.status
    }.${lab.status === 'PAUSED' ? ' Resume it first.' : ''}`,
  );
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
  return lab && lab.status !== 'RUNNING' ? notRunning(lab) : error;
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
    return 'was ended, since its time was over';
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
    throw new InputError(
      `The input is too large: a command is given ${
        MAX_INPUT_BYTES / 1024
      } KiB to read at most.`,
    );
  }
}
