import { isError } from '@backstage/errors';
import type {
  ClusterImageArchive,
  ImageImportContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../../docker';
import { namesInWords } from '../namesInWords';
import type { NodeImageStore } from './NodeImageStore';
import { NodeImport } from './NodeImport';

/** What the undoing of an import may take, in all nodes at once. */
const UNDO_TIMEOUT_MS = 120_000;
const CLEAN_TIMEOUT_MS = 30_000;

/** What an import works with. */
export interface ImageImportOptions {
  readonly store: NodeImageStore;
  readonly archive: ClusterImageArchive;
  /** ISO 8601, UTC: of all imports of a name, the newest counts. */
  readonly at: string;
  readonly context: ImageImportContext;
}

/** The nodes that an import is for. */
export interface ImportNodes {
  /**
   * Asked again, until all of them have the images.
   * @throws Error when one of them does not run
   */
  wanted(): Promise<readonly KindContainer[]>;
  /** Those that are there, whether they run or not. */
  left(options: { signal: AbortSignal }): Promise<readonly KindContainer[]>;
}

/**
 * Brings an archive into nodes: into all of them, or into none.
 *
 * Unless the portal is killed meanwhile (kill -9, no power): nobody undoes it then,
 * and what it leaves in a node is this.
 *
 * - While the archive was being sent: nothing that pods could use. `ctr` gets the end
 *   of its input and fails; TRANSFER_LIMIT_MS ends it where it does not. What content
 *   was unpacked by then, containerd collects.
 * - In nodes that had it all by then: the image, which pods can use, without its mark,
 *   since all nodes are marked last. It is listed as not brought, with the nodes that
 *   have it, and is not spread to others.
 * - Where the name stood for another image before: the old mark, which does not fit the
 *   new content and so does not count. A node that still has the old image has a mark
 *   that fits, so that the next spread brings the old image back to the others.
 * - In the moment of marking: some nodes with the mark, others without. The next spread
 *   completes these, since not all have it.
 * - The kept names (see newKeptName) with what they stand for: disk space, which nobody
 *   sees. The first import into the node removes them that comes LEFT_OVER_MS later.
 *
 * Bringing the same image once more leads out of each of these.
 */
export class ImageImport {
  readonly #options: ImageImportOptions;
  readonly #nodes: ImportNodes;
  /** Aborts when a node fails. */
  readonly #stop = new AbortController();
  /** Aborts then, and when the caller wants it. */
  readonly #signal: AbortSignal;
  readonly #imports = new Map<string, NodeImport>();
  #sentBytes = 0;

  /**
   * @throws whatever fails, once all that was done has been undone
   * @throws Error when that cannot be undone, saying where
   */
  static async run(
    options: ImageImportOptions,
    nodes: ImportNodes,
  ): Promise<void> {
    const work = new ImageImport(options, nodes);
    try {
      await work.#bringIntoAll();
    } catch (error) {
      await work.#undo(error);
      throw error;
    }
    await work.#clean();
  }

  private constructor(options: ImageImportOptions, nodes: ImportNodes) {
    this.#options = options;
    this.#nodes = nodes;
    this.#signal = AbortSignal.any([options.context.signal, this.#stop.signal]);
  }

  async #bringIntoAll(): Promise<void> {
    for (;;) {
      const there = await this.#nodes.wanted();
      this.#forgetGone(there);
      const added = there.filter(({ id }) => !this.#imports.has(id));
      if (added.length === 0) {
        break;
      }
      await this.#onAll(added, node => this.#bring(node, there.length));
    }
    // Last, and in all nodes at once: whatever a crash leaves behind until here does
    // not count as brought.
    const { at, context } = this.#options;
    await this.#onAll([...this.#imports.values()], node =>
      node.mark(at, { signal: this.#signal }),
    );
    context.signal.throwIfAborted();
  }

  /** A node that has gone has taken along what it had. */
  #forgetGone(there: readonly KindContainer[]): void {
    for (const id of [...this.#imports.keys()]) {
      if (!there.some(node => node.id === id)) {
        this.#imports.delete(id);
      }
    }
  }

  async #bring(node: KindContainer, nodeCount: number): Promise<void> {
    const { store, archive, context } = this.#options;
    const signal = this.#signal;
    const work = await NodeImport.prepare(store, node, archive.names, {
      signal,
    });
    this.#imports.set(node.id, work);
    await work.bring(() => archive.open(), {
      signal,
      onSent: bytes => {
        this.#sentBytes += bytes;
        context.onProgress(
          this.#sentBytes,
          Math.max(this.#sentBytes, nodeCount * archive.sizeBytes),
        );
      },
    });
  }

  /**
   * Works on all at once. What fails first stops the others, and is thrown when all
   * have come to their end.
   */
  async #onAll<T>(
    subjects: readonly T[],
    work: (subject: T) => Promise<void>,
  ): Promise<void> {
    let failure: { readonly cause: unknown } | undefined;
    await Promise.all(
      subjects.map(async subject => {
        try {
          this.#signal.throwIfAborted();
          await work(subject);
        } catch (cause) {
          failure ??= { cause };
          this.#stop.abort(cause);
        }
      }),
    );
    this.#options.context.signal.throwIfAborted();
    if (failure) {
      throw failure.cause;
    }
  }

  /** @throws Error when a node cannot be as it was before */
  async #undo(cause: unknown): Promise<void> {
    const signal = AbortSignal.timeout(UNDO_TIMEOUT_MS);
    // Where that cannot be asked, none has gone as far as is known.
    const left = await this.#nodes.left({ signal }).catch(() => undefined);
    if (left) {
      this.#forgetGone(left);
    }
    const works = [...this.#imports.values()];
    const undone = await Promise.allSettled(
      works.map(work => work.undo({ signal })),
    );
    const failed = works.filter((_, at) => undone[at].status === 'rejected');
    const [reason] = undone.flatMap(result =>
      result.status === 'rejected' ? [wordsOf(result.reason)] : [],
    );
    if (failed.length > 0) {
      throw new Error(
        `${wordsOf(
          cause,
        )} What had been imported until then could not be removed from ${namesInWords(
          failed.map(({ node }) => node.name),
        )}: ${reason} Import the image again, or remove it there.`,
        { cause },
      );
    }
  }

  /**
   * Gives up what was kept in case of need. All nodes have the images by now; what
   * cannot be removed goes with the next import.
   */
  async #clean(): Promise<void> {
    const signal = AbortSignal.timeout(CLEAN_TIMEOUT_MS);
    await Promise.allSettled(
      [...this.#imports.values()].map(work => work.forgetBefore({ signal })),
    );
  }
}

/** An error in words that others can follow. */
function wordsOf(error: unknown): string {
  const words = isError(error) ? error.message : String(error);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
