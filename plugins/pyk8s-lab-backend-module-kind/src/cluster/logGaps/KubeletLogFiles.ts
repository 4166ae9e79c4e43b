import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { kubeletLines } from './kubeletLines';
import { logTime, TIME_BYTES } from './logTime';
import type { LogFile } from './withoutGaps';

/** kubelet keeps five files of a container, of each of its runs. */
const MAX_FILES = 50;
const MAX_LIST_BYTES = 256 * 1024;
/** `0.log`, and rotated `0.log.20261201-090000`, which is packed at the next time. */
const NAME = /^\d{1,9}\.log(?:\.\d{8}-\d{6}(?:\.gz)?)?$/;

/** Where kubelet keeps the log files of a container. */
export interface LogDirectory {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
}

/** Reads the path of an API server; whoever takes no more ends the request. */
export type ReadPath = (path: string) => AsyncIterable<Uint8Array>;

/**
 * The files of a container's log, by kubelet's own file server behind the API server.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
 */
export class KubeletLogFiles {
  readonly #path: string;
  readonly #read: ReadPath;
  /** By name without its ending: what a file begins with stays. */
  readonly #begins = new Map<string, bigint | undefined>();

  static create(directory: LogDirectory, read: ReadPath): KubeletLogFiles {
    return new KubeletLogFiles(directory, read);
  }

  private constructor(directory: LogDirectory, read: ReadPath) {
    const { node, namespace, pod, uid, container } = directory;
    const parts = [`${namespace}_${pod}_${uid}`, container];
    this.#path = `/api/v1/nodes/${encodeURIComponent(
      node,
    )}/proxy/logs/pods/${parts.map(encodeURIComponent).join('/')}/`;
    this.#read = read;
  }

  /** Those that exist, the oldest first. */
  async list(): Promise<LogFile[]> {
    const files: LogFile[] = [];
    for (const name of await this.#names()) {
      const begins = await this.#beginOf(name);
      if (begins !== undefined) {
        files.push({
          begins,
          isCurrent: name.endsWith('.log'),
          read: () => kubeletLines(this.#lines(name)),
        });
      }
    }
    return files.sort((a, b) => (a.begins < b.begins ? -1 : 1));
  }

  /** Of a file that is being packed there are two for a moment. */
  async #names(): Promise<string[]> {
    const html = Buffer.from(
      await first(this.#read(this.#path), MAX_LIST_BYTES),
    ).toString();
    const links = html.split('href="').slice(1);
    const names = links
      .map(link => link.slice(0, link.indexOf('"')))
      .filter(name => NAME.test(name))
      .slice(-MAX_FILES);
    return names.filter(name => !names.includes(`${name}.gz`));
  }

  async #beginOf(name: string): Promise<bigint | undefined> {
    const key = name.replace(/\.gz$/, '');
    const known = this.#begins.get(key);
    // The current file is another one after the next rotation.
    if (known !== undefined && !name.endsWith('.log')) {
      return known;
    }
    const begin = await first(this.#lines(name), TIME_BYTES);
    const time = logTime(Buffer.from(begin).toString('latin1'));
    this.#begins.set(key, time);
    return time;
  }

  #lines(name: string): AsyncIterable<Uint8Array> {
    const bytes = this.#read(this.#path + name);
    if (!name.endsWith('.gz')) {
      return bytes;
    }
    const unpacked = createGunzip();
    // Its error is that of whoever reads it.
    pipeline(Readable.from(bytes), unpacked, () => undefined);
    return unpacked;
  }
}

/** The first bytes, as many as there are. */
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
