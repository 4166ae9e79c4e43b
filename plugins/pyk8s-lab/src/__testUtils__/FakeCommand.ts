import type {
  ExecRequest,
  ExecResult,
  LabExecFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { FakeFrames } from './FakeFrames';

/** A command that runs in a lab, in the hands of a test. */
export class FakeCommand extends FakeFrames<LabExecFrame> {
  readonly labId: string;
  readonly request: ExecRequest;
  /** Aborted once it was cancelled. */
  readonly signal: AbortSignal | undefined;

  constructor(labId: string, request: ExecRequest, signal?: AbortSignal) {
    super(signal);
    this.labId = labId;
    this.request = request;
    this.signal = signal;
  }

  /** It prints something. */
  print(text: string, stream: 'stdout' | 'stderr' = 'stdout') {
    this.push({ type: 'output', stream, text });
  }

  /** It ends, after 1.2 s and with exit code 0 unless said otherwise. */
  exit(changes: Partial<Omit<ExecResult, 'output' | 'error'>> = {}) {
    this.push({
      type: 'exit',
      exitCode: 0,
      durationMs: 1_234,
      truncated: false,
      timedOut: false,
      ...changes,
    });
  }
}
