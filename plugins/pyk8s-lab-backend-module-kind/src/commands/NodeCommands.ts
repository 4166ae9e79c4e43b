import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  unlessAborted,
  type ClusterCommandContext,
  type ClusterCommandResult,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { statusOf } from '../docker/connection/unavailable';
import type {
  ContainerDetails,
  DockerHost,
  KindContainer,
  OnProgramOutput,
  ProgramRun,
} from '../docker/DockerHost';
import {
  latestEndMs,
  programFor,
  programToEnd,
  type NodeCommand,
} from './commandScripts';

/** The exit code of a program that a signal ended is this plus the signal's number. */
const ENDED_BY_SIGNAL = 128;

/** The timeout of ending a command. */
const END_TIMEOUT_MS = 30_000;
/** The interval of checks whether a command, or its container, has ended. */
const LOOK_MS = 200;
/** A container stops shortly after its processes were killed. */
const STOP_WITHIN_MS = 1_000;

/** Runs commands in the nodes of clusters, and ensures that they end. */
export class NodeCommands {
  readonly #docker: DockerHost;

  constructor(options: { docker: DockerHost }) {
    this.#docker = options.docker;
  }

  /**
   * Returns when the command has ended, with any exit code.
   *
   * @param node - must run
   * @throws the reason of the signal after an abort, once the command has ended
   * @throws Error when the node stops meanwhile, or the command cannot be ended
   */
  async run(
    node: KindContainer,
    command: NodeCommand,
    { signal, onOutput }: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    signal.throwIfAborted();
    const marker = randomUUID();
    // In parallel with the command, so that it adds no time.
    const before = this.#docker.inspectContainer(node.id, { signal });
    before.catch(() => undefined);
    const running = await this.#start(node, programFor(command, marker), {
      signal,
      onOutput: whileWanted(onOutput, signal),
    });
    try {
      const exitCode = await unlessAborted(running.exitCode, signal);
      if (exitCode > ENDED_BY_SIGNAL) {
        await this.#assertGoesOn(node, await before, signal);
      }
      return { exitCode };
    } catch (error) {
      await this.#end(node, command, marker, running);
      throw isNotThere(error) ? stoppedMeanwhile(node) : error;
    }
  }

  async #start(
    node: KindContainer,
    program: Parameters<DockerHost['exec']>[1],
    options: Parameters<DockerHost['exec']>[2],
  ): Promise<ProgramRun> {
    try {
      return await this.#docker.exec(node.id, program, options);
    } catch (error) {
      throw isNotThere(error) ? stoppedMeanwhile(node) : error;
    }
  }

  /**
   * Distinguishes a killed command from a stopped container.
   * @throws Error when the container has stopped since the command started
   */
  async #assertGoesOn(
    node: KindContainer,
    before: ContainerDetails | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const deadline = performance.now() + STOP_WITHIN_MS;
    while (performance.now() < deadline) {
      const now = await this.#docker.inspectContainer(node.id, { signal });
      if (
        !now?.isRunning ||
        now.startedAt.getTime() !== before?.startedAt.getTime()
      ) {
        throw stoppedMeanwhile(node);
      }
      await delay(LOOK_MS, undefined, { signal });
    }
  }

  /**
   * Ends a command, and returns when it has no more processes.
   * @throws Error when that fails
   */
  async #end(
    node: KindContainer,
    command: NodeCommand,
    marker: string,
    running: ProgramRun,
  ): Promise<void> {
    const giveUp = AbortSignal.timeout(END_TIMEOUT_MS);
    try {
      // Repeats until it has ended: it may have been about to start.
      for (;;) {
        const nothingLeft = await this.#nothingLeft(node, marker, giveUp);
        if ((await endsSoon(running, giveUp)) && nothingLeft) {
          return;
        }
      }
    } catch (error) {
      if (!giveUp.aborted) {
        throw error;
      }
      throw new Error(
        `The command could not be ended: the ${inWords(
          node,
        )} does not react. It ends by itself within ${formatDuration(
          Math.ceil(latestEndMs(command) / 1_000),
        )}.`,
      );
    } finally {
      running.detach();
    }
  }

  /** Ends the processes that carry a marker. */
  async #nothingLeft(
    node: KindContainer,
    marker: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const ending = await this.#docker.exec(node.id, programToEnd(marker), {
        signal,
        onOutput: () => undefined,
      });
      return (await unlessAborted(ending.exitCode, signal)) === 0;
    } catch (error) {
      signal.throwIfAborted();
      if (!isNotThere(error)) {
        throw error;
      }
      const now = await this.#docker.inspectContainer(node.id, { signal });
      // A frozen container still has its processes.
      return !now?.isRunning;
    }
  }
}

/** Passes output on until the signal aborts, and drops the rest. */
function whileWanted(
  onOutput: OnProgramOutput,
  signal: AbortSignal,
): OnProgramOutput {
  return async (stream, chunk) => {
    if (signal.aborted) {
      return;
    }
    try {
      // The handler may never settle after an abort.
      await unlessAborted(Promise.resolve(onOutput(stream, chunk)), signal);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
  };
}

/** Waits briefly for the end of a program. */
async function endsSoon(
  { exitCode }: ProgramRun,
  signal: AbortSignal,
): Promise<boolean> {
  const ended = exitCode.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, delay(LOOK_MS, false, { signal })]);
}

/** True for the daemon's errors for a container that does not exist or run. */
function isNotThere(error: unknown): boolean {
  return [404, 409].includes(statusOf(error) ?? 0);
}

function stoppedMeanwhile(node: KindContainer): Error {
  return new Error(
    `The ${inWords(
      node,
    )} stopped before the command had ended: run it again when the cluster is ready.`,
  );
}

function inWords({ role, name }: KindContainer): string {
  return role === 'control-plane'
    ? 'control plane of the cluster'
    : `node ${name}`;
}
