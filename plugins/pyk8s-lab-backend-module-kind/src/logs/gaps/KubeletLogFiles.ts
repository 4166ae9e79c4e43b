import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { kubeletLines } from './kubeletLines';
import { logTime, TIME_BYTES } from './logTime';
import { MinuteLimit, type LogFile } from './LogFileLookup';

/** The kubelet keeps five files of each run of a container. */
const MAX_FILES = 50;
/** Bounds the cache, since a hostile node can list other files each time. */
const BEGINS_PER_MINUTE = 2 * MAX_FILES;
/** A file that is rotated meanwhile is found by the second attempt. */
const MAX_READS = 2;
const MAX_LIST_BYTES = 256 * 1024;
/** Enough to decompress the start of a file. */
const MAX_BEGIN_BYTES = 64 * 1024;
/** A compressed file of 10 MiB has less than 1 MiB. The decompressed size is unbounded. */
const MAX_ARCHIVE_BYTES = 64 * 2 ** 20;
/** A lab's owner can make responses slow. */
const LOOK_MS = 10_000;
/** `0.log`, and rotated `0.log.20261201-090000`, which the next rotation compresses. */
const NAME = /^\d{1,9}\.log(?:\.\d{8}-\d{6}(?:\.gz)?)?$/;

/** The directory of the log files of a container. */
export interface LogDirectory {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
}

/** Reads a path of an API server; ending the iteration ends the request. */
export type ReadPath = (
  path: string,
  options: { signal?: AbortSignal },
) => AsyncIterable<Uint8Array>;

/**
 * The files of a container's log, from the kubelet's file server behind the API server.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
 */
export class KubeletLogFiles {
  readonly #path: string;
  readonly #read: ReadPath;
  readonly #lookMs: number;
  readonly #limit = new MinuteLimit(BEGINS_PER_MINUTE);
  /** The start times of the last listed files, by name without extension. */
  #begins = new Map<string, bigint>();

  /** @param options - lookMs: the timeout of a list */
  static create(
    directory: LogDirectory,
    read: ReadPath,
    options: { lookMs?: number } = {},
  ): KubeletLogFiles {
    return new KubeletLogFiles(directory, read, options.lookMs ?? LOOK_MS);
  }

  private constructor(directory: LogDirectory, read: ReadPath, lookMs: number) {
    const { node, namespace, pod, uid, container } = directory;
    const parts = [`${namespace}_${pod}_${uid}`, container];
    this.#path = `/api/v1/nodes/${encodeURIComponent(
      node,
    )}/proxy/logs/pods/${parts.map(encodeURIComponent).join('/')}/`;
    this.#read = read;
    this.#lookMs = lookMs;
  }

  /** The existing files, the oldest first. */
  async list(): Promise<LogFile[]> {
    const signal = AbortSignal.timeout(this.#lookMs);
    let names = await this.#names(signal);
    for (let n = 0; n < MAX_READS && !this.#areKnown(names); n++) {
      await this.#readBegins(names, signal);
      // A rotation may have happened meanwhile.
      names = await this.#names(signal);
    }
    return names
      .flatMap(name => {
        const begins = this.#begins.get(keyOf(name));
        return begins === undefined ? [] : [this.#file(name, begins)];
      })
      .sort((a, b) => (a.begins < b.begins ? -1 : 1));
  }

  /** Each rotation creates a file with a new name: without one the current is the same. */
  #areKnown(names: readonly string[]): boolean {
    return names.every(name => this.#begins.has(keyOf(name)));
  }

  #file(name: string, begins: bigint): LogFile {
    return {
      begins,
      isCurrent: isCurrent(name),
      run: Number.parseInt(name, 10),
      read: () =>
        kubeletLines(
          this.#lines(name, {
            maxBytes: name.endsWith('.gz') ? MAX_ARCHIVE_BYTES : undefined,
          }),
        ),
    };
  }

  async #readBegins(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const begins = new Map<string, bigint>();
    for (const name of names) {
      const key = keyOf(name);
      const time =
        (isCurrent(name) ? undefined : this.#begins.get(key)) ??
        (await this.#beginOf(name, signal));
      if (time !== undefined) {
        begins.set(key, time);
      }
    }
    this.#begins = begins;
  }

  /** A file that is being compressed is briefly listed twice. */
  async #names(signal: AbortSignal): Promise<string[]> {
    const html = Buffer.from(
      await first(this.#read(this.#path, { signal }), MAX_LIST_BYTES),
    ).toString();
    const links = html.split('href="').slice(1);
    const names = links
      .map(link => link.slice(0, link.indexOf('"')))
      .filter(name => NAME.test(name))
      .slice(-MAX_FILES);
    return names.filter(name => !names.includes(`${name}.gz`));
  }

  async #beginOf(
    name: string,
    signal: AbortSignal,
  ): Promise<bigint | undefined> {
    if (!this.#limit.take()) {
      throw new Error('There are too many files of the log.');
    }
    const lines = this.#lines(name, { signal, maxBytes: MAX_BEGIN_BYTES });
    const begin = await first(lines, TIME_BYTES);
    return logTime(Buffer.from(begin).toString('latin1'));
  }

  /** @param options - maxBytes: the size to read */
  #lines(
    name: string,
    { signal, maxBytes }: { signal?: AbortSignal; maxBytes?: number },
  ): AsyncIterable<Uint8Array> {
    const file = this.#read(this.#path + name, { signal });
    const bytes = maxBytes === undefined ? file : upTo(maxBytes, file);
    if (!name.endsWith('.gz')) {
      return bytes;
    }
    const unpacked = createGunzip();
    // The reader handles its errors.
    pipeline(Readable.from(bytes), unpacked, () => undefined);
    return unpacked;
  }
}

function isCurrent(name: string): boolean {
  return name.endsWith('.log');
}

function keyOf(name: string): string {
  return name.replace(/\.gz$/, '');
}

/** Whole chunks; the last one starts within the limit. */
async function* upTo(
  maxBytes: number,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  for await (const chunk of bytes) {
    yield chunk;
    size += chunk.length;
    if (size >= maxBytes) {
      return;
    }
  }
}

/** The first bytes, or fewer at the end. */
async function first(
  bytes: AsyncIterable<Uint8Array>,
  count: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= count) {
      break;
    }
  }
  return Buffer.concat(chunks).subarray(0, count);
}
