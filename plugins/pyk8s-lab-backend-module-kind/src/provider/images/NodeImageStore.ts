import { PassThrough, type Readable } from 'node:stream';
import { clusterWords } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { drained, type KindContainer } from '../../docker';
import type { NodeCommands } from '../NodeCommands';
import { importInput } from './importInput';
import { MARK, markValue, type ImportMark } from './importMark';
import { ListingReader } from './ListingReader';
import { listingProgram, type NodeListing } from './nodeListing';

/** By when an import or an export ends though the portal has died. */
export const TRANSFER_LIMIT_MS = 1_800_000;
const CALL_LIMIT_MS = 60_000;
/** What an import may take to end by itself when it was cut off. */
const ENDS_WITHIN_MS = 30_000;
/** What a tool says when it fails is a line or two. */
const MAX_WORDS = 2_000;

const CTR = ['ctr', '--namespace=k8s.io'];
/** What ctr says when nothing in an archive is for its machine. */
const OTHER_PLATFORM = /might be filtered out|no match for platform/;

/** What a call of ctr is given to work with. */
interface CallOptions {
  readonly signal: AbortSignal;
  readonly input?: Readable;
  readonly limitMs?: number;
  /** Takes what it prints; no more is read until the promise settles. */
  readonly onOutput?: (chunk: Uint8Array) => void | Promise<void>;
}

/**
 * The images in containerd of single nodes, by its own tool, `ctr`. Every call throws
 * Error in its words when it fails.
 */
export class NodeImageStore {
  readonly #commands: NodeCommands;

  constructor(options: { commands: NodeCommands }) {
    this.#commands = options.commands;
  }

  /**
   * @param options - what: contents takes longer, and tells sizes and ids
   * @throws Error when there is more than can be listed
   */
  async list(
    node: KindContainer,
    options: { signal: AbortSignal; what: 'names' | 'contents' },
  ): Promise<NodeListing> {
    const reader = new ListingReader(node.name);
    await this.#run(node, listingProgram(options.what), {
      signal: options.signal,
      onOutput: chunk => reader.write(chunk),
    });
    return reader.end();
  }

  /**
   * Brings the images of an archive into a node.
   *
   * @param options - signal: cuts the archive off; what ctr has done then is there
   * @throws whatever the signal aborts with, or the archive fails with
   */
  async import(
    node: KindContainer,
    archive: Readable,
    options: {
      listing: NodeListing;
      signal: AbortSignal;
      onSent: (bytes: number) => void;
    },
  ): Promise<void> {
    const { listing, signal } = options;
    const input = importInput(archive, options);
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const limit = () => {
      timer = setTimeout(() => late.abort(signal.reason), ENDS_WITHIN_MS);
    };
    signal.addEventListener('abort', limit, { once: true });
    try {
      await this.#run(
        node,
        [
          ...CTR,
          'images',
          'import',
          // What the kubelet's containers are made with.
          `--snapshotter=${listing.snapshotter}`,
          '-',
        ],
        {
          signal: late.signal,
          input: input.stream,
          limitMs: TRANSFER_LIMIT_MS,
        },
      );
    } catch (error) {
      throw (
        input.failure()?.cause ?? inPlainWords(error, node, listing.platform)
      );
    } finally {
      signal.removeEventListener('abort', limit);
      clearTimeout(timer);
      input.stream.destroy();
    }
    const failure = input.failure();
    if (failure) {
      throw failure.cause;
    }
  }

  /**
   * Reads some images as an archive, no faster than it is taken.
   * @returns ended: settles when nothing of it goes on in the node any more
   */
  export(
    node: KindContainer,
    names: readonly string[],
    options: { platform: string; signal: AbortSignal },
  ): { archive: Readable; ended: Promise<void> } {
    const output = new PassThrough();
    const unwanted = new AbortController();
    output.on('close', () => unwanted.abort(new Error('Nobody reads it.')));
    // Whoever reads it is told; it may fail before anybody does.
    output.on('error', () => undefined);
    const { platform, signal } = options;
    const ended = this.#run(
      node,
      [
        ...CTR,
        'images',
        'export',
        `--platform=${platform}`,
        '--',
        '-',
        ...names,
      ],
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

  /** Lets one name stand for what another one stands for. */
  async tag(
    node: KindContainer,
    from: string,
    to: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    await this.#run(
      node,
      [...CTR, 'images', 'tag', '--force', '--', from, to],
      options,
    );
  }

  /** Removes names, and the contents that no name needs any more. */
  async remove(
    node: KindContainer,
    names: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<void> {
    if (names.length > 0) {
      await this.#run(
        node,
        [...CTR, 'images', 'rm', '--sync', '--', ...names],
        options,
      );
    }
  }

  /** @param mark - undefined takes it away */
  async mark(
    node: KindContainer,
    name: string,
    mark: ImportMark | undefined,
    options: { signal: AbortSignal },
  ): Promise<void> {
    const value = mark === undefined ? '' : markValue(mark);
    await this.#run(
      node,
      [...CTR, 'images', 'label', '--', name, `${MARK}=${value}`],
      options,
    );
  }

  async #run(
    node: KindContainer,
    argv: readonly string[],
    { signal, input, limitMs = CALL_LIMIT_MS, onOutput }: CallOptions,
  ): Promise<void> {
    let words = '';
    const { exitCode } = await this.#commands.run(
      node,
      { argv, asRoot: true, timeoutMs: limitMs, input },
      {
        signal,
        onOutput: async (stream, chunk) => {
          if (stream === 'stderr') {
            words = (words + Buffer.from(chunk)).slice(-MAX_WORDS);
          } else {
            await onOutput?.(chunk);
          }
        },
      },
    );
    if (exitCode !== 0) {
      throw new Error(
        `The node ${node.name} refused: ${
          wordsOf(words) || `${argv[0]} ended with ${exitCode}`
        }`,
      );
    }
  }
}

/** The last of what a tool said, which is why it ended. */
function wordsOf(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return clusterWords(last.replace(/^ctr: /, ''));
}

function inPlainWords(
  error: unknown,
  node: KindContainer,
  platform: string,
): unknown {
  return error instanceof Error && OTHER_PLATFORM.test(error.message)
    ? new Error(
        `The archive has no image for the node ${node.name}, which is ${platform}.`,
      )
    : error;
}
