import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { DockerCalls } from '../DockerCalls';
import type {
  ContainerProgram,
  OnProgramOutput,
  ProgramRun,
  StartProgramOptions,
} from '../DockerHost';
import { readFrames } from './outputFrames';
import { sendInput } from './programInput';
import { brokenOff } from '../connection/unavailable';

/** Docker closes the output a moment before it says that the program has ended. */
const POLL_MS = 50;
const ENDED_WITHIN_MS = 5_000;
/** What a program may take to end by itself whose input has broken off. */
const LEFT_ALONE_MS = 10_000;

/** What {@link DockerExec.start} works with. */
interface Daemon {
  readonly docker: Docker;
  readonly calls: DockerCalls;
  readonly endpoint: string;
}

/** A program that runs in a container, by an exec of Docker. */
export class DockerExec implements ProgramRun {
  readonly exitCode: Promise<number>;
  readonly #daemon: Daemon;
  readonly #exec: Docker.Exec;
  readonly #socket: Duplex;

  /** As DockerHost.exec. */
  static async start(
    daemon: Daemon,
    containerId: string,
    program: ContainerProgram,
    options: StartProgramOptions,
  ): Promise<DockerExec> {
    const { calls, docker } = daemon;
    const exec = await calls.call(
      abortSignal =>
        docker.getContainer(containerId).exec({
          Cmd: [...program.argv],
          User: program.user,
          AttachStdin: program.input !== undefined,
          AttachStdout: true,
          AttachStderr: true,
          Tty: false,
          abortSignal,
        }),
      options,
    );
    options.signal?.throwIfAborted();
    let isAwaited = true;
    try {
      // The caller's signal is not asked from here on: nobody would know whether
      // the program had started.
      const socket = await calls.call(async () => {
        // Hijacked, the connection is a plain socket whose two directions end on
        // their own, for which HTTP has no way.
        const opened = await exec.start({ hijack: true });
        // Its errors are those of whoever reads it; there may be nobody yet.
        opened.on('error', () => undefined);
        if (!isAwaited) {
          opened.destroy();
        }
        return opened;
      });
      return new DockerExec(daemon, exec, socket, program, options.onOutput);
    } catch (error) {
      isAwaited = false;
      throw error;
    }
  }

  private constructor(
    daemon: Daemon,
    exec: Docker.Exec,
    socket: Duplex,
    program: ContainerProgram,
    onOutput: OnProgramOutput,
  ) {
    this.#daemon = daemon;
    this.#exec = exec;
    this.#socket = socket;
    this.exitCode = this.#run(program, onOutput);
    // Whoever waits is told; who does not wait need not be.
    this.exitCode.catch(() => undefined);
  }

  detach(): void {
    this.#socket.destroy();
  }

  async #run(
    { input }: ContainerProgram,
    onOutput: OnProgramOutput,
  ): Promise<number> {
    const ended = this.#follow(onOutput);
    if (input === undefined) {
      return ended;
    }
    let broken: { readonly cause: unknown } | undefined;
    const sent = sendInput(input, this.#socket).catch(cause => {
      broken = { cause };
    });
    // It has read the end of its input then, and most programs end with that.
    const exitCode = await Promise.race([
      ended,
      sent.then(async () => {
        if (!broken) {
          return ended;
        }
        await delay(LEFT_ALONE_MS);
        throw broken.cause;
      }),
    ]);
    if (broken) {
      throw broken.cause;
    }
    return exitCode;
  }

  async #follow(onOutput: OnProgramOutput): Promise<number> {
    let handlerError: { readonly cause: unknown } | undefined;
    try {
      await readFrames(this.#socket, async (stream, chunk) => {
        try {
          await onOutput(stream, chunk);
        } catch (cause) {
          handlerError = { cause };
          throw cause;
        }
      });
    } catch (error) {
      if (handlerError) {
        throw handlerError.cause;
      }
      // A connection that breaks says nothing of the program: that is asked next.
    } finally {
      this.#socket.destroy();
    }
    return this.#askExitCode();
  }

  async #askExitCode(): Promise<number> {
    const { calls, endpoint } = this.#daemon;
    const deadline = performance.now() + ENDED_WITHIN_MS;
    for (;;) {
      const { Running, ExitCode } = await calls.call(abortSignal =>
        this.#exec.inspect({ abortSignal }),
      );
      if (!Running && ExitCode !== null) {
        return ExitCode;
      }
      if (performance.now() > deadline) {
        throw brokenOff(endpoint);
      }
      await delay(POLL_MS);
    }
  }
}
