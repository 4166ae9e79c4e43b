/** Random values from a seed, the same in every run, for property tests. */
export class Random {
  #state: number;

  static create(seed: number): Random {
    return new Random(seed);
  }

  private constructor(seed: number) {
    this.#state = seed % 0x7fff_ffff;
  }

  /** An integer from zero, the end excluded. */
  below(end: number): number {
    // The generator of Park and Miller, whose products a double holds exactly.
    this.#state = (this.#state * 48_271) % 0x7fff_ffff;
    return Math.floor((this.#state / 0x7fff_ffff) * end);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  /** Independent picks; at least one, at most `most`. */
  some<T>(from: readonly T[], most: number): T[] {
    return Array.from({ length: 1 + this.below(most) }, () => this.pick(from));
  }
}
