import { setImmediate as turn } from 'node:timers/promises';
import { readBlob, type ImageBlob } from './imageContent';
import { readMark } from './importMark';
import { isKeptName } from './keptNames';
import { MAX_BLOB_BYTES, type ImageRow, type NodeListing } from './nodeListing';

/** Some hundred images come to 2 MiB. */
const MAX_LISTING_BYTES = 4 * 2 ** 20;
/** The longest: a content in base64, after its digest. */
const MAX_LINE_BYTES = 100 + 4 * Math.ceil(MAX_BLOB_BYTES / 3);
/** With each image come three rows, and an index names contents that are not there. */
const MAX_LINES = 20_000;
const MAX_ROWS = 2_000;
/** So much is read at once, or one line. */
const TURN_BYTES = 65_536;
const NEWLINE = 0x0a;

/** Of `uname -m`. */
const PLATFORMS: Record<string, string> = {
  x86_64: 'linux/amd64',
  aarch64: 'linux/arm64',
  armv7l: 'linux/arm/v7',
  ppc64le: 'linux/ppc64le',
  riscv64: 'linux/riscv64',
  s390x: 'linux/s390x',
};

/** What machines and snapshotters are called, which become arguments. */
const WORD = /^\w[\w.-]{0,63}$/;
const DIGEST = /^sha256:[\da-f]{64}$/;
/** The first columns of `ctr images ls`, and all the others. Names are of ASCII. */
const ROW = /^([!-~]{1,1000})\s+\S+\s+(sha256:[\da-f]{64})\s(.*)$/;

/**
 * Reads what the program of `listingProgram` prints in a node, as it comes. Whoever
 * is root in a node decides what it prints: there is a bound to all of it, what it
 * says is kept in few words of our own, and other work gets its turn in between.
 */
export class ListingReader {
  readonly #node: string;
  readonly #rows = new Map<string, ImageRow>();
  readonly #blobs = new Map<string, ImageBlob>();
  #platform = '';
  #snapshotter = '';
  /** Holds the beginning of a line; copied, since pieces may be of one byte each. */
  #line = Buffer.alloc(4_096);
  #lineBytes = 0;
  #lines = 0;
  #bytes = 0;
  #bytesAtTurn = 0;

  /** @param node - its name, for errors */
  constructor(node: string) {
    this.#node = node;
  }

  /**
   * Takes the next piece; settles when more can be taken.
   * @throws Error when the node says too much
   */
  async write(chunk: Uint8Array): Promise<void> {
    let from = 0;
    while (from < chunk.length) {
      const end = chunk.indexOf(NEWLINE, from);
      const isWhole = end !== -1;
      const piece = chunk.subarray(from, isWhole ? end : undefined);
      from += piece.length + (isWhole ? 1 : 0);
      this.#append(piece, isWhole);
      if (isWhole) {
        this.#endLine();
      }
      if (this.#bytes - this.#bytesAtTurn >= TURN_BYTES) {
        this.#bytesAtTurn = this.#bytes;
        await turn();
      }
    }
  }

  /**
   * To be called when all was written.
   * @throws Error when it was no listing
   */
  end(): NodeListing {
    this.#endLine();
    if (this.#platform === '') {
      throw new Error(
        `The node ${this.#node} does not say what images it has.`,
      );
    }
    return {
      platform: this.#platform,
      snapshotter: this.#snapshotter || 'overlayfs',
      rows: this.#rows,
      blobs: this.#blobs,
    };
  }

  #append(piece: Uint8Array, isWhole: boolean): void {
    const length = this.#lineBytes + piece.length;
    this.#bytes += piece.length + (isWhole ? 1 : 0);
    this.#lines += isWhole ? 1 : 0;
    this.#assert(
      this.#bytes <= MAX_LISTING_BYTES &&
        this.#lines <= MAX_LINES &&
        length <= MAX_LINE_BYTES,
    );
    if (length > this.#line.length) {
      const longer = Buffer.alloc(Math.max(length, 2 * this.#line.length));
      longer.set(this.#line.subarray(0, this.#lineBytes));
      this.#line = longer;
    }
    this.#line.set(piece, this.#lineBytes);
    this.#lineBytes = length;
  }

  #endLine(): void {
    const line = this.#line.toString('utf8', 0, this.#lineBytes);
    this.#lineBytes = 0;
    const at = line.indexOf(' ');
    const fact = line.slice(at + 1);
    switch (line.slice(0, Math.max(0, at))) {
      case 'machine':
        if (this.#platform === '' && WORD.test(fact)) {
          this.#platform = PLATFORMS[fact] ?? `linux/${fact}`;
        }
        break;
      case 'snapshotter':
        if (this.#snapshotter === '' && WORD.test(fact)) {
          this.#snapshotter = fact;
        }
        break;
      case 'image':
        this.#addRow(fact);
        break;
      case 'content':
        this.#addBlob(fact);
        break;
      default:
    }
  }

  #addRow(fact: string): void {
    const [, name, target, rest = ''] = ROW.exec(fact) ?? [];
    if (name === undefined) {
      return;
    }
    const mark = isKeptName(name) ? undefined : readMark(rest);
    this.#rows.set(name, {
      name,
      target,
      managed: rest.includes('io.cri-containerd.image=managed'),
      ...(mark?.target === target && { mark }),
    });
    this.#assert(this.#rows.size <= MAX_ROWS);
  }

  #addBlob(fact: string): void {
    const at = fact.indexOf(' ');
    const digest = fact.slice(0, Math.max(0, at));
    if (DIGEST.test(digest)) {
      const bytes = Buffer.from(fact.slice(at + 1), 'base64');
      const blob = readBlob(bytes, this.#platform);
      if (blob) {
        this.#blobs.set(digest, blob);
      }
    }
  }

  #assert(isWithinBounds: boolean): void {
    if (!isWithinBounds) {
      throw new Error(
        `The node ${
          this.#node
        } has more images than can be listed: remove there what nobody needs.`,
      );
    }
  }
}
