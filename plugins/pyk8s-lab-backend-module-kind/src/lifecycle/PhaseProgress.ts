import { parsePhaseLine, phasesWith } from '../kind/output/phases';

/**
 * Reports each phase once and in order: a second try within the same attempt repeats
 * the first ones.
 */
export class PhaseProgress {
  readonly #phases: readonly string[];
  readonly #onPhase: (phase: string) => void;
  #at = -1;

  constructor(workers: number, onPhase: (phase: string) => void) {
    this.#phases = phasesWith(workers).map(({ name }) => name);
    this.#onPhase = onPhase;
  }

  /** The current phase. */
  get current(): string | undefined {
    return this.#phases[this.#at];
  }

  begin(phase: string): void {
    const index = this.#phases.indexOf(phase);
    if (index > this.#at) {
      this.#at = index;
      this.#onPhase(phase);
    }
  }

  /** Reads a line of kind's output. */
  read(line: string): void {
    const told = parsePhaseLine(line);
    if (told?.state === 'began') {
      this.begin(told.phase);
    }
  }
}
