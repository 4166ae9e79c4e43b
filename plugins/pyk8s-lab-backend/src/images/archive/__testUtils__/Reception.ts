import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { receiveArchive, type ReceiveArchiveOptions } from '../receiveArchive';

/** A directory that archives are received into. */
export class Reception {
  readonly #directory: string;

  static async create(): Promise<Reception> {
    return new Reception(await mkdtemp(join(tmpdir(), 'archives-')));
  }

  private constructor(directory: string) {
    this.#directory = directory;
  }

  get path(): string {
    return join(this.#directory, 'archive.tar');
  }

  /** Receives a body in chunks of a size. */
  receive(
    body: Readable | Buffer,
    options: Partial<ReceiveArchiveOptions> & { pieceBytes?: number } = {},
  ) {
    const { pieceBytes = 65_536, ...others } = options;
    return receiveArchive(
      Buffer.isBuffer(body) ? inPieces(body, pieceBytes) : body,
      {
        path: this.path,
        maxBytes: 2 ** 30,
        platform: 'linux/amd64',
        signal: new AbortController().signal,
        onProgress: () => {},
        ...others,
      },
    );
  }

  /** What receiving says, and that nothing stays. */
  async refusal(
    ...args: Parameters<Reception['receive']>
  ): Promise<Error | undefined> {
    const error = await this.receive(...args).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    if (error && (await this.files()).length > 0) {
      throw new Error(`Something stayed there after: ${error.message}`);
    }
    await rm(this.path, { force: true });
    return error;
  }

  files(): Promise<string[]> {
    return readdir(this.#directory);
  }

  content(): Promise<Buffer> {
    return readFile(this.path);
  }

  async mode(): Promise<number> {
    return (await stat(this.path)).mode % 0o1000;
  }

  /** Forgets what has been received. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true });
  }
}

/** A body in chunks, as from a network. */
export function inPieces(body: Buffer, bytes: number): Readable {
  return Readable.from(
    (function* pieces() {
      for (let at = 0; at < body.length; at += bytes) {
        yield body.subarray(at, at + bytes);
      }
    })(),
    { objectMode: false },
  );
}
