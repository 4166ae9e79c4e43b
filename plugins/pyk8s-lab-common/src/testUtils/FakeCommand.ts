import type { ExecRequest, ExecResult, LabExecFrame } from '../index';
import { FakeFrames } from './FakeFrames';

/**
 * A command that runs in a lab, controlled by a test.
 * @public
 */
export class FakeCommand extends FakeFrames<LabExecFrame> {
  readonly labId: string;
  readonly request: ExecRequest;
  /** Aborted when it is cancelled. */
  readonly signal: AbortSignal | undefined;

  constructor(labId: string, request: ExecRequest, signal?: AbortSignal) {
    super(signal);
    this.labId = labId;
    this.request = request;
    this.signal = signal;
  }

  /** It prints a text. */
  print(text: string, stream: 'stdout' | 'stderr' = 'stdout') {
    this.push({ type: 'output', stream, text });
  }

  /** It ends, by default after 1.2 s and with exit code 0. */
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
