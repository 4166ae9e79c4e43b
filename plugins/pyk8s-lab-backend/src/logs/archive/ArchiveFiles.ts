import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentOf, openFile, UNREADABLE } from './directoryFiles';
import { EntryNames } from './entryNames';
import { LeftOut } from './LeftOut';
import { writeText } from './writeText';
import { TarBudget } from './TarBudget';
import type { TarContent, TarGzip } from './TarGzip';

const NO_ROOM = 'no room';

/** What archives are written with. */
export interface ArchiveFilesOptions {
  readonly tar: TarGzip;
  /** For texts on their way; is empty afterwards. */
  readonly temporaryFiles: string;
  /** The folder that everything is in. */
  readonly root: string;
  readonly maxBytes: number;
}

/** Puts files into an archive as long as there is room, and remembers what is not in it. */
export class ArchiveFiles {
  readonly leftOut = new LeftOut();
  readonly #tar: TarGzip;
  readonly #temporaryFiles: string;
  readonly #names: EntryNames;
  readonly #budget: TarBudget;
  #isFull = false;

  constructor(options: ArchiveFilesOptions) {
    this.#tar = options.tar;
    this.#temporaryFiles = options.temporaryFiles;
    this.#names = new EntryNames(options.root);
    this.#budget = new TarBudget(options.maxBytes, LeftOut.MOST_BYTES);
  }

  /** How much more fits, in bytes: nothing as soon as something did not. */
  get room(): number {
    return this.#isFull ? 0 : Math.max(0, this.#budget.roomFor(''));
  }

  /** Puts a short text there, whether there is room or not. */
  async addAlways(path: readonly string[], text: string): Promise<void> {
    await this.#addBytes(this.#names.next(path), Buffer.from(text));
  }

  /** Puts a short text there as a whole, or nothing of it. */
  async addShort(path: readonly string[], text: string): Promise<void> {
    const name = this.#names.next(path);
    const bytes = Buffer.from(text);
    if (this.#isFull || this.#budget.roomFor(name) < bytes.byteLength) {
      this.#full(name);
      return;
    }
    await this.#addBytes(name, bytes);
  }

  /**
   * Puts a text of any length there.
   * @param options - wholePieces: none of its pieces is cut
   */
  async addText(
    path: readonly string[],
    pieces: AsyncIterable<string>,
    { wholePieces }: { wholePieces: boolean },
  ): Promise<void> {
    const name = this.#names.next(path);
    const room = this.#budget.roomFor(name);
    if (this.#isFull || room < 0) {
      this.#full(name);
      return;
    }
    const file = join(this.#temporaryFiles, 'text');
    try {
      const { signal } = this.#tar;
      const { size, isCut } = await writeText(pieces, file, {
        maxBytes: room,
        wholePieces,
        signal,
      });
      await this.#addOpened(name, file, size);
      if (isCut) {
        this.#full(name, `cut after ${size} bytes: ${NO_ROOM}`);
      }
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Puts a file there; what is beyond the room for it is cut. */
  async addFile(path: readonly string[], file: string): Promise<void> {
    const name = this.#names.next(path);
    const room = this.#budget.roomFor(name);
    if (this.#isFull || room < 0) {
      this.#full(name);
      return;
    }
    await this.#addOpened(name, file, room);
  }

  async #addOpened(name: string, file: string, room: number): Promise<void> {
    const handle = await openFile(file);
    if (!handle) {
      this.leftOut.add(name, UNREADABLE);
      return;
    }
    try {
      const { size, mtime } = await handle.stat();
      const kept = Math.min(size, room);
      const content = contentOf(handle, kept);
      const found = await this.#add(name, kept, mtime, content);
      if (found < kept) {
        this.leftOut.add(name, `got shorter: zeros follow ${found} bytes`);
      }
      if (kept < size) {
        this.#full(name, `cut after ${kept} of ${size} bytes: ${NO_ROOM}`);
      }
    } finally {
      await handle.close();
    }
  }

  async #addBytes(name: string, bytes: Uint8Array): Promise<void> {
    await this.#add(name, bytes.byteLength, new Date(), [bytes]);
  }

  #full(name: string, reason: string = NO_ROOM): void {
    this.#isFull = true;
    this.leftOut.add(name, reason);
  }

  async #add(
    name: string,
    size: number,
    mtime: Date,
    content: TarContent,
  ): Promise<number> {
    this.#budget.take(name, size);
    return this.#tar.file({ name, size, mtime }, content);
  }
}
