const BLOCK = 512;
/** Two empty blocks end an archive. */
const END = 2 * BLOCK;
/** A longer name, or one that is not ASCII, gets a block or more of its own. */
const SHORT_NAME = 100;
/** What stands around such a name, in bytes. */
const AROUND_NAME = 64;

/** Counts what a tar archive may still take, in bytes before it is compressed. */
export class TarBudget {
  #left: number;

  /** @param reservedBytes - for a file that is written at the end in any case */
  constructor(maxBytes: number, reservedBytes: number) {
    this.#left = maxBytes - reservedBytes - END;
  }

  /** How long a file may be; negative when there is no room even for an empty one. */
  roomFor(name: string): number {
    return Math.floor((this.#left - headerOf(name)) / BLOCK) * BLOCK;
  }

  take(name: string, size: number): void {
    this.#left -= costOf(name, size);
  }
}

/** What a file takes, in bytes. */
export function costOf(name: string, size: number): number {
  return headerOf(name) + Math.ceil(size / BLOCK) * BLOCK;
}

function headerOf(name: string): number {
  const bytes = Buffer.byteLength(name);
  return bytes <= SHORT_NAME && bytes === name.length
    ? BLOCK
    : 2 * BLOCK + Math.ceil((bytes + AROUND_NAME) / BLOCK) * BLOCK;
}
