import { parsePhaseLine, phasesWith } from '../kind/output/phases';

/**
 * Tells of each phase once, in their order: a second try inside the same attempt
 * goes through the first ones again, which is of no interest.
 */
export class PhaseProgress {
  readonly #phases: readonly string[];
  readonly #onPhase: (phase: string) => void;
  #at = -1;

  constructor(workers: number, onPhase: (phase: string) => void) {
    this.#phases = phasesWith(workers).map(({ name }) => name);
    this.#onPhase = onPhase;
  }

  /** The phase that runs. */
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

  /** Takes in a line of kind's output. */
  read(line: string): void {
    const told = parsePhaseLine(line);
    if (told?.state === 'began') {
      this.begin(told.phase);
    }
  }
}
