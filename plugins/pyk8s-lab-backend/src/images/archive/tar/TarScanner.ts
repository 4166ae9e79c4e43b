import { InputError } from '@backstage/errors';
import { extract, type Header } from 'tar-stream';
import {
  ArchiveContent,
  type ArchiveFile,
  type ArchiveLink,
  type UnreadEntry,
} from '../ArchiveContent';
import { entryName, linkTarget } from './entryName';
import type { FileReader } from './FileReader';
import {
  damaged,
  endsEarly,
  SEND_INSTEAD,
  shown,
  strangeEntry,
} from '../messages';

/** An image has about three for each layer, and hardly more than 100 layers. */
const MAX_ENTRIES = 20_000;
const BLOCK_BYTES = 512;
/** Of files whose holes are left out, which are larger than they look. */
const SPARSE = /^GNU\.sparse\./;

/** What the entries of a tar archive are, and where they are. */
export interface ScannedTar {
  readonly content: ArchiveContent;
  /** In bytes: where the last entry ends. */
  readonly endsAt: number;
  /**
   * In bytes: where an entry ends that another does not follow at once. There is
   * what belongs to the next one, such as its long name; or the archive's end, after
   * which containerd reads no more, and tar-stream does.
   */
  readonly gaps: readonly number[];
}

/** Reads a tar archive that is written into it, at the pace at which it is read. */
export class TarScanner {
  readonly #extract = extract({
    // Each piece is read to its end before the next: what is wrong is said at once,
    // though no more should come.
    highWaterMark: 0,
    // Whatever its format, its headers have checksums; unknown to the types.
    ...{ allowUnknownFormat: true },
  });
  readonly #files = new Map<string, ArchiveFile>();
  readonly #links = new Map<string, ArchiveLink>();
  readonly #unread: UnreadEntry[] = [];
  readonly #gaps: number[] = [];
  readonly #reader: FileReader;
  #entries = 0;
  #endsAt = 0;
  #error: Error | undefined;
  #entryDone: Promise<void> = Promise.resolve();
  #waiting: { resolve(): void; reject(error: Error): void } | undefined;

  static create(options: { reader: FileReader }): TarScanner {
    return new TarScanner(options.reader);
  }

  private constructor(reader: FileReader) {
    this.#reader = reader;
    this.#extract.on('entry', (header, stream, next) => {
      // Its errors are those of the archive; a stream that nobody hears ends the
      // process.
      stream.on('error', () => undefined);
      this.#entryDone = this.#entry(header, stream.offset, stream).then(
        () => next(),
        error => {
          // Reading no more of an entry has ended tar-stream, without a reason.
          this.#error ??= error;
          next(error);
        },
      );
    });
    this.#extract.on('drain', () => this.#goOn());
    this.#extract.on('finish', () => this.#goOn());
    this.#extract.on('error', error => {
      this.#error ??= this.#explain(error);
    });
    this.#extract.on('close', () => this.#close());
  }

  /**
   * Gives the next piece; settles when more may come.
   * @throws InputError for what is no image archive, or a damaged one
   */
  async write(chunk: Buffer): Promise<void> {
    await this.#settled(() => this.#extract.write(chunk));
  }

  /**
   * Says that all has come.
   * @throws InputError as {@link TarScanner.write} does
   */
  async end(): Promise<ScannedTar> {
    await this.#settled(() => this.#extract.end(undefined));
    await this.#entryDone;
    if (this.#error) {
      throw this.#error;
    }
    if (this.#entries === 0) {
      throw noArchive();
    }
    return {
      content: ArchiveContent.create(
        this.#files.values(),
        this.#links.values(),
        this.#unread,
      ),
      endsAt: this.#endsAt,
      gaps: this.#gaps,
    };
  }

  /** Stops reading. */
  destroy(): void {
    this.#extract.destroy();
  }

  /** Settles when what was given has been read, or cannot be. */
  async #settled(give: () => void): Promise<void> {
    if (this.#error) {
      throw this.#error;
    }
    await new Promise<void>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      give();
    });
  }

  #goOn(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  async #close(): Promise<void> {
    // An entry that is wrong is why it has ended, and may say so only now.
    await this.#entryDone;
    this.#waiting?.reject(
      this.#error ?? new Error('The archive is no longer read.'),
    );
    this.#waiting = undefined;
  }

  async #entry(
    header: Header,
    offset: number,
    content: AsyncIterable<unknown>,
  ): Promise<void> {
    this.#entries += 1;
    if (this.#entries > MAX_ENTRIES) {
      throw strangeEntry(`it has more than ${MAX_ENTRIES} entries`);
    }
    // tar-stream waits for ever for the end of an entry whose size is no number.
    if (!Number.isSafeInteger(header.size)) {
      throw unreadable();
    }
    const name = entryName(header.name);
    if (offset !== this.#endsAt) {
      this.#gaps.push(this.#endsAt);
    }
    this.#endsAt = offset + BLOCK_BYTES;
    if (header.type === 'file' && !isSparse(header)) {
      this.#endsAt += Math.ceil(header.size / BLOCK_BYTES) * BLOCK_BYTES;
      this.#add(
        await this.#reader.read(
          name,
          header.size,
          content as AsyncIterable<Buffer>,
        ),
      );
    } else if (header.type === 'symlink' && header.size === 0) {
      // containerd knows a link by its name as it is written.
      this.#links.set(header.name, {
        name: header.name,
        target: linkTarget(header.name, header.linkname ?? ''),
      });
      if (header.name !== name) {
        this.#unread.push({
          name,
          why: 'is a link whose name begins with "./"',
        });
      }
    } else if (header.type === 'link' && header.size === 0) {
      // Only what needs a file of this name is wrong then.
      this.#unread.push({
        name,
        why: `is a hard link, to ${shown(header.linkname ?? '')}`,
      });
    } else if (header.type !== 'directory' || header.size !== 0) {
      throw strangeEntry(
        `its entry "${shown(name)}" is neither a plain file nor a directory`,
      );
    }
  }

  #add(file: ArchiveFile): void {
    const before = this.#files.get(file.name);
    if (before && before.digest !== file.digest) {
      throw damaged(`${shown(file.name)} is in it twice`);
    }
    this.#files.set(file.name, file);
  }

  /** What tar-stream says, in words of the portal: it only ever fails to read. */
  #explain(error: Error): InputError {
    if (error.message === 'Unexpected end of data') {
      return this.#entries === 0 ? noArchive() : endsEarly();
    }
    return this.#entries === 0 ? noArchive() : unreadable();
  }
}

function isSparse({ pax }: Header): boolean {
  return Object.keys(pax ?? {}).some(key => SPARSE.test(key));
}

function unreadable(): InputError {
  return damaged('what is between its files cannot be read');
}

function noArchive(): InputError {
  return new InputError(`This is not an image archive: ${SEND_INSTEAD}.`);
}
