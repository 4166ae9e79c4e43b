import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { DockerConnection } from '../DockerCalls';
import type {
  ContainerProgram,
  OnProgramOutput,
  ProgramRun,
  StartProgramOptions,
} from '../DockerHost';
import { readFrames } from './outputFrames';
import { sendInput } from './programInput';
import { outputInterrupted } from '../connection/unavailable';

/** Docker closes the output shortly before it reports the end of the program. */
const POLL_MS = 50;
const ENDED_WITHIN_MS = 5_000;
/** The time for a program to end by itself after its input failed. */
const LEFT_ALONE_MS = 10_000;

/** A program that runs in a container through Docker's exec. */
export class DockerExec implements ProgramRun {
  readonly exitCode: Promise<number>;
  readonly #connection: DockerConnection;
  readonly #exec: Docker.Exec;
  readonly #socket: Duplex;

  /** Implements DockerHost.exec. */
  static async start(
    connection: DockerConnection,
    containerId: string,
    program: ContainerProgram,
    options: StartProgramOptions,
  ): Promise<DockerExec> {
    const { calls, docker } = connection;
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
      // From here on the caller's signal is ignored: after an abort it would be
      // unknown whether the program has started.
      const socket = await calls.call(async () => {
        // A hijacked connection is a plain socket that can be half-closed, unlike HTTP.
        const opened = await exec.start({ hijack: true });
        // The reader handles errors, and may be attached later.
        opened.on('error', () => undefined);
        if (!isAwaited) {
          opened.destroy();
        }
        return opened;
      });
      return new DockerExec(
        connection,
        exec,
        socket,
        program,
        options.onOutput,
      );
    } catch (error) {
      isAwaited = false;
      throw error;
    }
  }

  private constructor(
    connection: DockerConnection,
    exec: Docker.Exec,
    socket: Duplex,
    program: ContainerProgram,
    onOutput: OnProgramOutput,
  ) {
    this.#connection = connection;
    this.#exec = exec;
    this.#socket = socket;
    this.exitCode = this.#run(program, onOutput);
    // Prevents an unhandled rejection when the caller does not await it.
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
    // Most programs end when their input ends.
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
      // A broken connection does not tell how the program ended: ask Docker.
    } finally {
      this.#socket.destroy();
    }
    return this.#askExitCode();
  }

  async #askExitCode(): Promise<number> {
    const { calls, endpoint } = this.#connection;
    const deadline = performance.now() + ENDED_WITHIN_MS;
    for (;;) {
      const { Running, ExitCode } = await calls.call(abortSignal =>
        this.#exec.inspect({ abortSignal }),
      );
      if (!Running && ExitCode !== null) {
        return ExitCode;
      }
      if (performance.now() > deadline) {
        throw outputInterrupted(endpoint);
      }
      await delay(POLL_MS);
    }
  }
}
