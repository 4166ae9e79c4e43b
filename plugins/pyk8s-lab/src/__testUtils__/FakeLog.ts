import type { LabLogQuery } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { FakeFrames } from './FakeFrames';

/** A log that is followed, in the hands of a test. */
export class FakeLog extends FakeFrames<string> {
  readonly labId: string;
  readonly query: LabLogQuery;
  /** Aborted once nobody follows it any more. */
  readonly signal: AbortSignal | undefined;

  constructor(labId: string, query: LabLogQuery, signal?: AbortSignal) {
    super(signal);
    this.labId = labId;
    this.query = query;
    this.signal = signal;
  }

  /** It grows by some lines. */
  write(...lines: string[]) {
    this.push(lines.map(line => `${line}\n`).join(''));
  }
}
