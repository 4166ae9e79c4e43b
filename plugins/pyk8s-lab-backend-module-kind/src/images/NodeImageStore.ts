import { PassThrough, type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  clusterWords,
  type NamedImage,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { drained } from '../docker/exec/programInput';
import type { KindContainer } from '../docker/DockerHost';
import type { NodeCommands } from '../commands/NodeCommands';
import { importInput } from './importInput';
import {
  LISTING_PROGRAM,
  ListingReader,
  type NodeListing,
} from './nodeListing';

/** The time after which an import or an export ends without the portal. */
const TRANSFER_LIMIT_MS = 1_800_000;
const CALL_LIMIT_MS = 60_000;
/** The time for an import to end by itself after its archive was truncated. */
const ENDS_WITHIN_MS = 30_000;
/** The timeout for the kubelet to see a new image. */
const SEEN_WITHIN_MS = 10_000;
const LOOK_MS = 200;
/** The errors of the tools have a line or two. */
const MAX_STDERR_CHARS = 2_000;

const CTR = ['ctr', '--namespace=k8s.io', 'images'];
/** The snapshotter of the kubelet's containers. */
const IMPORT_PROGRAM = [
  'sh',
  '-c',
  `used=$(containerd config dump | sed -n "s/^ *snapshotter *= *[\\"']\\([a-z-]*\\)[\\"'] *$/\\1/p" | head -n 1)
exec ${CTR.join(' ')} import --snapshotter="\${used:-overlayfs}" -`,
];
/** ctr's error for an archive without an image for its platform. */
const OTHER_PLATFORM = /might be filtered out|no match for platform/;

interface CallOptions {
  readonly signal: AbortSignal;
  readonly input?: Readable;
  readonly limitMs?: number;
  /** Called with output; no more is read until the promise settles. */
  readonly onOutput?: (chunk: Uint8Array) => void | Promise<void>;
}

/**
 * The images of single nodes. Failed calls throw Error with the message of the node's
 * tools.
 */
export class NodeImageStore {
  readonly #commands: NodeCommands;

  constructor(options: { commands: NodeCommands }) {
    this.#commands = options.commands;
  }

  /** @throws Error when the list is too long */
  async list(
    node: KindContainer,
    { signal }: { signal: AbortSignal },
  ): Promise<NodeListing> {
    const reader = new ListingReader(node.name);
    await this.#run(node, LISTING_PROGRAM, {
      signal,
      onOutput: chunk => reader.write(chunk),
    });
    return reader.end();
  }

  /**
   * Imports an archive into a node, and returns when pods find its images there.
   *
   * @param options - signal: truncates the archive
   * @throws the reason of the signal, or the error of the archive
   */
  async import(
    node: KindContainer,
    archive: Readable,
    options: {
      images: readonly NamedImage[];
      signal: AbortSignal;
      onSent: (bytes: number) => void;
    },
  ): Promise<void> {
    const { images, signal } = options;
    const input = importInput(archive, options);
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const limit = () => {
      timer = setTimeout(() => late.abort(signal.reason), ENDS_WITHIN_MS);
    };
    signal.addEventListener('abort', limit, { once: true });
    try {
      await this.#run(node, IMPORT_PROGRAM, {
        signal: late.signal,
        input: input.stream,
        limitMs: TRANSFER_LIMIT_MS,
      });
    } catch (error) {
      throw input.failure()?.cause ?? translateError(error, node);
    } finally {
      signal.removeEventListener('abort', limit);
      clearTimeout(timer);
      input.stream.destroy();
    }
    const failure = input.failure();
    if (failure) {
      throw failure.cause;
    }
    await this.#untilSeen(node, images, signal);
  }

  /**
   * Exports images as an archive, as fast as it is read.
   * @returns ended: settles when the export has ended in the node
   */
  export(
    node: KindContainer,
    names: readonly string[],
    options: { platform: string; signal: AbortSignal },
  ): { archive: Readable; ended: Promise<void> } {
    const output = new PassThrough();
    const unwanted = new AbortController();
    output.on('close', () => unwanted.abort(new Error('Nobody reads it.')));
    // Prevents an unhandled rejection: it can fail before it is read.
    output.on('error', () => undefined);
    const { platform, signal } = options;
    const ended = this.#run(
      node,
      [...CTR, 'export', `--platform=${platform}`, '--', '-', ...names],
      {
        signal: AbortSignal.any([signal, unwanted.signal]),
        limitMs: TRANSFER_LIMIT_MS,
        onOutput: async chunk => {
          if (!output.write(chunk)) {
            await drained(output);
          }
        },
      },
    ).then(
      () => {
        output.end();
      },
      error => {
        output.destroy(error);
      },
    );
    return { archive: output, ended };
  }

  /** @throws Error when the kubelet does not see an image */
  async #untilSeen(
    node: KindContainer,
    images: readonly NamedImage[],
    signal: AbortSignal,
  ): Promise<void> {
    const deadline = performance.now() + SEEN_WITHIN_MS;
    for (;;) {
      const { ids } = await this.list(node, { signal });
      const missing = images.find(({ name, id }) => ids.get(name) !== id);
      if (!missing) {
        return;
      }
      if (performance.now() > deadline) {
        throw new Error(
          `The node ${node.name} does not list ${missing.name} after its import.`,
        );
      }
      await delay(LOOK_MS, undefined, { signal });
    }
  }

  async #run(
    node: KindContainer,
    argv: readonly string[],
    { signal, input, limitMs = CALL_LIMIT_MS, onOutput }: CallOptions,
  ): Promise<void> {
    let stderr = '';
    const { exitCode } = await this.#commands.run(
      node,
      { argv, asRoot: true, timeoutMs: limitMs, input },
      {
        signal,
        onOutput: async (stream, chunk) => {
          if (stream === 'stderr') {
            stderr = (stderr + Buffer.from(chunk)).slice(-MAX_STDERR_CHARS);
          } else {
            await onOutput?.(chunk);
          }
        },
      },
    );
    if (exitCode !== 0) {
      throw new Error(
        `The node ${node.name} refused: ${
          lastLineOf(stderr) || `${argv[0]} ended with ${exitCode}`
        }`,
      );
    }
  }
}

/** The last line of a tool's output, which is its error. */
function lastLineOf(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return clusterWords(last.replace(/^ctr: /, ''));
}

function translateError(error: unknown, node: KindContainer): unknown {
  return error instanceof Error && OTHER_PLATFORM.test(error.message)
    ? new Error(
        `The archive has no image for the architecture of the node ${node.name}.`,
      )
    : error;
}
