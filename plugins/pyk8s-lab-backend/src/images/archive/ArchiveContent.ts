import { InputError } from '@backstage/errors';
import { parseJson } from './json';
import { damaged, shown, unreadLink } from './messages';

/** A file of an archive, of which only what is needed has been kept. */
export interface ArchiveFile {
  /** In the archive, without a leading `./`. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Of the file as it is: `sha256:…`. */
  readonly digest: string;
  /**
   * Of what is in it, which for a file that is not compressed is `digest`. Left out
   * where that has not been computed, because its name tells its digest already.
   */
  readonly unpackedDigest?: string;
  /** Kept of what looks like JSON, and is not too large. */
  readonly text?: string;
}

/** A symbolic link of an archive. */
export interface ArchiveLink {
  /** As the archive writes it. */
  readonly name: string;
  /** A path in the archive. */
  readonly target: string;
}

/** An entry that stands for a file, and that containerd does not read. */
export interface UnreadEntry {
  /** In the archive, without a leading `./`. */
  readonly name: string;
  readonly why: string;
}

/** What is in an archive. */
export class ArchiveContent {
  readonly #files = new Map<string, ArchiveFile>();
  readonly #byDigest = new Map<string, ArchiveFile>();
  readonly #links = new Map<string, ArchiveLink>();
  readonly #unread = new Map<string, UnreadEntry>();
  readonly #parsed = new Map<string, unknown>();

  static create(
    files: Iterable<ArchiveFile>,
    links: Iterable<ArchiveLink> = [],
    unread: Iterable<UnreadEntry> = [],
  ): ArchiveContent {
    const content = new ArchiveContent();
    for (const file of files) {
      content.#files.set(file.name, file);
      content.#byDigest.set(file.digest, file);
    }
    for (const link of links) {
      content.#links.set(link.name, link);
    }
    for (const entry of unread) {
      content.#unread.set(entry.name, entry);
    }
    return content;
  }

  private constructor() {}

  get names(): readonly string[] {
    return [...this.#files.keys()];
  }

  get links(): readonly ArchiveLink[] {
    return [...this.#links.values()];
  }

  file(name: string): ArchiveFile | undefined {
    return this.#files.get(name);
  }

  /**
   * A layer by its name. As for containerd a link stands for the file that it leads
   * to: before version 25, `docker save` wrote a layer that two images share once,
   * and links to it. A link that leads to a link stands for nothing.
   */
  layer(name: string): ArchiveFile | undefined {
    const link = this.#links.get(name);
    return this.#files.get(link ? link.target : name);
  }

  /**
   * What to say of a file that is needed and not found.
   * @param otherwise - unless an entry of that name explains it
   */
  missing(name: string, otherwise: InputError): InputError {
    const entry = this.#unread.get(name);
    return entry
      ? unreadLink(`its entry "${shown(name)}" ${entry.why}`)
      : otherwise;
  }

  /** A content by its digest; like containerd's, wherever in the archive it is. */
  blob(digest: string): ArchiveFile | undefined {
    return this.#byDigest.get(digest);
  }

  /**
   * What a file says, which is read only once.
   * @throws InputError when it is not valid JSON, or too large to be any
   */
  json(file: ArchiveFile): unknown {
    if (!this.#parsed.has(file.digest)) {
      if (file.text === undefined) {
        throw file.sizeBytes === 0
          ? damaged(`${shown(file.name)} is empty`)
          : new InputError(
              `The archive cannot be read: ${shown(
                file.name,
              )} is not valid JSON, or too large for what it is.`,
            );
      }
      this.#parsed.set(file.digest, parseJson(file.text, shown(file.name)));
    }
    return this.#parsed.get(file.digest);
  }
}
