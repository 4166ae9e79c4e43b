import {
  phasesFor,
  type LabPhaseName,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { parsePhaseLine } from '../kindCli/output/phases';

/**
 * Tells of each phase once, in their order: a second try inside the same attempt
 * goes through the first ones again, which is nobody's concern.
 */
export class PhaseProgress {
  readonly #phases: readonly LabPhaseName[];
  readonly #onPhase: (phase: LabPhaseName) => void;
  #at = -1;

  constructor(workers: number, onPhase: (phase: LabPhaseName) => void) {
    this.#phases = phasesFor(workers);
    this.#onPhase = onPhase;
  }

  /** The phase that runs. */
  get current(): LabPhaseName | undefined {
    return this.#phases[this.#at];
  }

  begin(phase: LabPhaseName): void {
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
