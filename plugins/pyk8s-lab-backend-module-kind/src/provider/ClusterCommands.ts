import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  statusOf,
  unlessAborted,
  type ContainerDetails,
  type DockerHost,
  type KindContainer,
  type OnProgramOutput,
  type ProgramRun,
} from '../docker';
import type { ClusterInspector } from './ClusterInspector';
import { latestEndMs, programFor, programToEnd } from './commandScripts';

/** What a program ends with that a signal has ended, and the signal's number. */
const ENDED_BY_SIGNAL = 128;

/** What ending a command may take. */
const END_TIMEOUT_MS = 30_000;
/** Between two looks whether a command has ended, or its container. */
const LOOK_MS = 200;
/** A container stops a moment after what runs in it was killed. */
const STOP_WITHIN_MS = 1_000;

/** Runs people's commands in the control planes of clusters. */
export class ClusterCommands {
  readonly #docker: DockerHost;
  readonly #inspector: ClusterInspector;

  constructor(options: { docker: DockerHost; inspector: ClusterInspector }) {
    this.#docker = options.docker;
    this.#inspector = options.inspector;
  }

  /** As LabProvider.exec. */
  async run(
    name: string,
    command: ClusterCommand,
    { signal, onOutput }: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    signal.throwIfAborted();
    const node = await this.#controlPlane(name, signal);
    const marker = randomUUID();
    // Asked meanwhile, so that it takes no time.
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
      throw isNotThere(error) ? stoppedMeanwhile() : error;
    }
  }

  /** @throws Error when it does not run */
  async #controlPlane(
    name: string,
    signal: AbortSignal,
  ): Promise<KindContainer> {
    const nodes = await this.#inspector.containersOf(name, { signal });
    if (nodes.length === 0) {
      throw new Error('The cluster is gone: there are no containers of it.');
    }
    const node = nodes.find(({ role }) => role === 'control-plane');
    if (!node) {
      throw new Error(
        'The cluster is not whole: its control plane is gone. Make it anew.',
      );
    }
    if (node.state !== 'running') {
      throw new Error(
        `The cluster does not run: its control plane is ${node.state}. Commands run in a cluster that is ready.`,
      );
    }
    return node;
  }

  async #start(
    node: KindContainer,
    program: Parameters<DockerHost['exec']>[1],
    options: Parameters<DockerHost['exec']>[2],
  ): Promise<ProgramRun> {
    try {
      return await this.#docker.exec(node.id, program, options);
    } catch (error) {
      throw isNotThere(error) ? stoppedMeanwhile() : error;
    }
  }

  /**
   * Tells a command that was killed from one whose container has stopped.
   * @throws Error when the container has stopped since
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
        throw stoppedMeanwhile();
      }
      await delay(LOOK_MS, undefined, { signal });
    }
  }

  /**
   * Ends a command, and returns when nothing of it is left.
   * @throws Error when that does not succeed
   */
  async #end(
    node: KindContainer,
    command: ClusterCommand,
    marker: string,
    running: ProgramRun,
  ): Promise<void> {
    const giveUp = AbortSignal.timeout(END_TIMEOUT_MS);
    try {
      // Again until it has ended: it may have been about to start.
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
        `The command could not be ended: the control plane of the cluster does not react. It ends by itself within ${formatDuration(
          Math.ceil(latestEndMs(command) / 1_000),
        )}.`,
      );
    } finally {
      running.detach();
    }
  }

  /** Ends what carries a marker. */
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

/** Hands on what is printed while somebody wants it, and drops the rest. */
function whileWanted(
  onOutput: OnProgramOutput,
  signal: AbortSignal,
): OnProgramOutput {
  return async (stream, chunk) => {
    if (signal.aborted) {
      return;
    }
    try {
      // Whoever takes it may have gone, and never settle.
      await unlessAborted(Promise.resolve(onOutput(stream, chunk)), signal);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
  };
}

/** Waits a moment for the end of a program. */
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

/** True for what a daemon answers when a container is not there, or does not run. */
function isNotThere(error: unknown): boolean {
  return [404, 409].includes(statusOf(error) ?? 0);
}

function stoppedMeanwhile(): Error {
  return new Error(
    'The control plane of the cluster stopped before the command had ended: run it again when the cluster is ready.',
  );
}
