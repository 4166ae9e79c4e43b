import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import type { KindContainer } from '../../docker';
import type { ImportMark } from './importMark';
import { isNothing, undoSteps, type UndoSteps } from './importUndo';
import { isLeftOver, newKeptName } from './keptNames';
import { TRANSFER_LIMIT_MS, type NodeImageStore } from './NodeImageStore';
import type { NodeListing } from './nodeListing';

/** The kubelet's side of containerd sees a new image well within that. */
const SEEN_WITHIN_MS = 5_000;
/** Between two looks at what changes by itself. */
const LOOK_MS = 200;
/** How often what has been undone is looked at, until it stays undone. */
const UNDO_ROUNDS = 20;
/** Longer than any import takes: what is older, a crash has left behind. */
const LEFT_OVER_MS = 2 * TRANSFER_LIMIT_MS;

/** An import into one node, which can be undone. */
export class NodeImport {
  readonly node: KindContainer;
  readonly #store: NodeImageStore;
  readonly #names: readonly string[];
  readonly #before: NodeListing;
  /** By name, under which other name its content is kept. */
  readonly #kept = new Map<string, string>();
  /** What its names have stood for since. */
  readonly #brought = new Set<string>();

  /**
   * Looks at what the node has. Nothing is changed yet.
   * @param names - those that the archive's images get
   */
  static async prepare(
    store: NodeImageStore,
    node: KindContainer,
    names: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<NodeImport> {
    const before = await store.list(node, { ...options, what: 'names' });
    return new NodeImport(store, node, names, before);
  }

  private constructor(
    store: NodeImageStore,
    node: KindContainer,
    names: readonly string[],
    before: NodeListing,
  ) {
    this.#store = store;
    this.node = node;
    this.#names = names;
    this.#before = before;
  }

  /** @param onSent - called with the size of each piece that was sent, in bytes */
  async bring(
    archive: () => Readable,
    options: { signal: AbortSignal; onSent: (bytes: number) => void },
  ): Promise<void> {
    const now = Date.now();
    const { rows } = this.#before;
    await this.#store.remove(
      this.node,
      [...rows.keys()].filter(name => isLeftOver(name, now, LEFT_OVER_MS)),
      options,
    );
    for (const name of this.#names.filter(known => rows.has(known))) {
      const kept = newKeptName(now);
      this.#kept.set(name, kept);
      await this.#store.tag(this.node, name, kept, options);
    }
    await this.#store.import(this.node, archive(), {
      ...options,
      listing: this.#before,
    });
    await this.#untilSeen(options);
  }

  /** Says in the node that people have brought the images, and when. */
  async mark(at: string, options: { signal: AbortSignal }): Promise<void> {
    const { rows } = await this.#look(options);
    for (const name of this.#names) {
      const row = rows.get(name);
      if (!row) {
        throw new Error(
          `The node ${this.node.name} lost ${name} again before all nodes had it.`,
        );
      }
      await this.#store.mark(
        this.node,
        name,
        { at, target: row.target },
        options,
      );
    }
  }

  /** Gives up what was kept of the time before. */
  async forgetBefore(options: { signal: AbortSignal }): Promise<void> {
    await this.#store.remove(this.node, [...this.#kept.values()], options);
    this.#kept.clear();
  }

  /**
   * Lets the node be as it was, and returns when it stays so: the kubelet's side of
   * containerd makes names of its own, some time after an import.
   * @throws Error when it does not succeed
   */
  async undo(options: { signal: AbortSignal }): Promise<void> {
    await this.#untilManaged(options);
    let rounds = 0;
    for (let isUndone = false; !isUndone; rounds++) {
      if (rounds === UNDO_ROUNDS) {
        throw new Error(
          `The node ${this.node.name} does not stay as it was before.`,
        );
      }
      const steps = await this.#steps(options);
      await this.#take(steps, options);
      isUndone = rounds > 0 && isNothing(steps);
      await delay(isUndone ? 0 : LOOK_MS, undefined, options);
    }
    const { rows } = await this.#look(options);
    await this.#store.remove(
      this.node,
      [...this.#kept.values()].filter(name => rows.has(name)),
      options,
    );
  }

  async #steps(options: { signal: AbortSignal }): Promise<UndoSteps> {
    const { rows } = await this.#look(options);
    return undoSteps(
      { rows: this.#before.rows, kept: this.#kept },
      rows,
      this.#names,
      this.#brought,
    );
  }

  async #take(
    { restore, marks, remove }: UndoSteps,
    options: { signal: AbortSignal },
  ): Promise<void> {
    for (const { name, from } of restore) {
      await this.#store.tag(this.node, from, name, options);
      await this.#restoreMark(name, options);
    }
    for (const { name } of marks) {
      await this.#restoreMark(name, options);
    }
    await this.#store.remove(this.node, remove, options);
  }

  async #restoreMark(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    const mark: ImportMark | undefined = this.#before.rows.get(name)?.mark;
    await this.#store.mark(this.node, name, mark, options);
  }

  /**
   * Waits until the kubelet can see the images: a pod may want them at once.
   * @throws Error when the archive did not have one of its names
   */
  async #untilSeen(options: { signal: AbortSignal }): Promise<void> {
    const { rows } = await this.#look(options);
    for (const name of this.#names) {
      if (!rows.has(name)) {
        throw new Error(
          `The node ${this.node.name} found no image named ${name} in the archive.`,
        );
      }
    }
    await this.#untilManaged(options);
  }

  async #untilManaged(options: { signal: AbortSignal }): Promise<void> {
    const deadline = performance.now() + SEEN_WITHIN_MS;
    for (;;) {
      const { rows } = await this.#look(options);
      const isSeen = this.#names.every(
        name => rows.get(name)?.managed !== false,
      );
      // One that does not say so sees it all the same: it only takes no part.
      if (isSeen || performance.now() > deadline) {
        return;
      }
      await delay(LOOK_MS, undefined, options);
    }
  }

  async #look(options: { signal: AbortSignal }): Promise<NodeListing> {
    const listing = await this.#store.list(this.node, {
      ...options,
      what: 'names',
    });
    for (const name of this.#names) {
      const target = listing.rows.get(name)?.target;
      if (target !== undefined && target !== this.#targetBefore(name)) {
        this.#brought.add(target);
      }
    }
    return listing;
  }

  #targetBefore(name: string): string | undefined {
    return this.#before.rows.get(name)?.target;
  }
}
