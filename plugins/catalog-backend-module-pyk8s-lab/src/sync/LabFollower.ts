import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  backoffMs,
  isLabStreamNotice,
  type LabStreamFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabReader } from '../api/LabReader';
import type { LabLedger } from './LabLedger';
import { Outage } from './Outage';
import { RETRIES, type Wait } from './retries';

/** A stream that lasted this long was stable, in milliseconds. */
const STABLE_MS = 10_000;

/** The dependencies of a {@link LabFollower}. */
export interface LabFollowerOptions {
  readonly reader: Pick<LabReader, 'follow'>;
  readonly ledger: Pick<LabLedger, 'record' | 'hide'>;
  /** Called when the ledger may have changes. */
  readonly onNews: () => void;
  /** Called when the stream may have missed events, so that labs must be listed. */
  readonly onUnknown: () => void;
  readonly logger: LoggerService;
  readonly wait: Wait;
  /** A random number from 0 to 1. */
  readonly random: () => number;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
}

/**
 * Follows the stream of labs while the portal runs. A stream ends with its token, with
 * its server, or when a connection breaks: the next one resumes after the last event.
 */
export class LabFollower {
  readonly #options: LabFollowerOptions;
  readonly #outage: Outage;
  #lastEventId: number | undefined;

  static create(options: LabFollowerOptions): LabFollower {
    return new LabFollower(options);
  }

  private constructor(options: LabFollowerOptions) {
    this.#options = options;
    this.#outage = Outage.create({
      logger: options.logger,
      problem:
        'Labs cannot be followed, so that the catalog learns of changes late',
      recovery: 'Labs are followed again',
    });
  }

  /** Runs until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { wait, random, now } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const since = now();
      try {
        await this.#followOnce(signal);
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        this.#outage.failed(error);
      }
      // A stream that breaks at once counts as a failure.
      failures = now() - since < STABLE_MS ? failures + 1 : 1;
      await wait(backoffMs(failures, { ...RETRIES, random: random() }), signal);
    }
  }

  async #followOnce(signal: AbortSignal): Promise<void> {
    const frames = this.#options.reader.follow({
      lastEventId: this.#lastEventId,
      signal,
      onOpen: () => {
        this.#outage.ended();
        if (this.#lastEventId === undefined) {
          // Earlier events are not replayed on a stream without a last event.
          this.#options.onUnknown();
        }
      },
    });
    for await (const frame of frames) {
      this.#take(frame);
      this.#options.onNews();
    }
  }

  #take(frame: LabStreamFrame): void {
    const { ledger, onUnknown } = this.#options;
    if (!isLabStreamNotice(frame)) {
      this.#lastEventId = frame.seq;
      ledger.record(frame.lab);
      return;
    }
    switch (frame.type) {
      case 'lab.hidden':
        ledger.hide(frame.labId);
        return;
      case 'access.changed':
        onUnknown();
        return;
      default:
      // The position in the queue is not part of an entity.
    }
  }
}
