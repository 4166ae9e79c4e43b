import type { Socket } from 'node:net';

/** Clients wait for an answer before they send more than a little. */
const MAX_EARLY = 64 * 1024;
/** Finds out that the other end is gone without a word. */
const PROBE_MS = 30_000;

/**
 * A connection whose HTTP has ended. Until it is taken, what comes is kept, since
 * nobody learns that the other end leaves who doesn't read; the connection ends then,
 * and with it the request's response.
 */
export class UpgradedConnection {
  readonly #socket: Socket;
  readonly #early: Buffer[];
  #isTaken = false;

  constructor(socket: Socket, head: Buffer) {
    this.#socket = socket;
    this.#early = [head];
    socket.setKeepAlive(true, PROBE_MS);
    socket.on('data', this.#keep).on('end', this.#leave);
  }

  /** Whether it has become a connection both ways. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** The connection, for its reader from here on, and what came until now. */
  take(): { readonly socket: Socket; readonly head: Buffer } {
    this.#isTaken = true;
    this.#socket.off('data', this.#keep).off('end', this.#leave).pause();
    return { socket: this.#socket, head: Buffer.concat(this.#early.splice(0)) };
  }

  readonly #keep = (bytes: Buffer): void => {
    this.#early.push(bytes);
    const size = this.#early.reduce((sum, { length }) => sum + length, 0);
    if (size > MAX_EARLY) {
      this.#socket.pause();
    }
  };

  readonly #leave = (): void => {
    this.#socket.destroy();
  };
}
