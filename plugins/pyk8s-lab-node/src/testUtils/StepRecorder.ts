import type { LoggerService } from '@backstage/backend-plugin-api';
import type { StepContext } from '../cluster';

/** Tests check what a provider does, not what it logs. */
class SilentLogger implements LoggerService {
  error(): void {}
  warn(): void {}
  info(): void {}
  debug(): void {}
  child(): LoggerService {
    return this;
  }
}

/**
 * A context for one step, which records the provider's reports.
 * @public
 */
export class StepRecorder implements StepContext {
  readonly phases: string[] = [];
  readonly output: string[] = [];
  readonly logger: LoggerService;
  readonly #controller = new AbortController();
  readonly #abortAt?: string;
  readonly #onPhase?: (phase: string) => void;

  /**
   * @param options - logger: defaults to one that discards everything; abortAt: the
   *   phase whose start aborts the step; onPhase: called with each phase, before that
   */
  constructor(
    options: {
      logger?: LoggerService;
      abortAt?: string;
      onPhase?: (phase: string) => void;
    } = {},
  ) {
    this.logger = options.logger ?? new SilentLogger();
    this.#abortAt = options.abortAt;
    this.#onPhase = options.onPhase;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  onPhase(phase: string): void {
    this.phases.push(phase);
    this.#onPhase?.(phase);
    if (phase === this.#abortAt) {
      this.abort();
    }
  }

  onOutput(line: string): void {
    this.output.push(line);
  }

  /** Aborts the step, as the backend does at shutdown. */
  abort(): void {
    this.#controller.abort();
  }
}
