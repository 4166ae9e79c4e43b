import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from './eventually';

/** An answer that has come over a {@link RawUpload}. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any;
}

/** A POST whose body and answer a test sends and reads when it likes. */
export class RawUpload {
  readonly #socket: Socket;
  readonly #received: Buffer[] = [];
  #closed = false;
  #failure: Error | undefined;

  /** @param headers - what is known of the body among them */
  static async begin(
    url: string,
    headers: Record<string, string | number>,
  ): Promise<RawUpload> {
    const { hostname, port, pathname, search } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    const lines = Object.entries({ Host: hostname, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(`POST ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
    return new RawUpload(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', error => {
      this.#failure = error;
    });
    socket.on('close', () => {
      this.#closed = true;
    });
  }

  /** What has broken the connection. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Sends so much of the body, as fast as it is taken, while the connection is. */
  async send(bytes: number, piece = Buffer.alloc(65_536, '-')): Promise<void> {
    for (let sent = 0; sent < bytes && !this.#closed; sent += piece.length) {
      const part = piece.subarray(0, bytes - sent);
      if (!this.#socket.write(part)) {
        await new Promise<void>(resolve => {
          const go = () => {
            this.#socket.off('drain', go);
            this.#socket.off('close', go);
            resolve();
          };
          this.#socket.on('drain', go);
          this.#socket.on('close', go);
        });
      }
    }
  }

  /** Begins to read the answer. */
  read(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received.push(chunk);
    });
  }

  /** The answer as soon as it has come whole. */
  async answer(): Promise<RawAnswer> {
    let answer: RawAnswer | undefined;
    await eventually(() => {
      answer = parse(Buffer.concat(this.#received).toString());
      if (!answer && this.#closed) {
        throw new Error('The connection ended without an answer.', {
          cause: this.#failure,
        });
      }
      return answer !== undefined;
    });
    return answer!;
  }

  /** Settles when the other side has ended the connection. */
  async ended(): Promise<void> {
    await eventually(() => this.#closed);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Of an answer that says how long it is; undefined until all of it is there. */
function parse(text: string): RawAnswer | undefined {
  const at = text.indexOf('\r\n\r\n');
  if (at < 0) {
    return undefined;
  }
  const [first, ...lines] = text.slice(0, at).split('\r\n');
  const headers = Object.fromEntries(
    lines.map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = text.slice(at + 4);
  if (!(Buffer.byteLength(body) >= Number(headers['content-length']))) {
    return undefined;
  }
  return {
    status: Number(first.split(' ')[1]),
    headers,
    body: JSON.parse(body),
  };
}
