import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterLogSource } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabOutputs, LabRecord, LabStore } from '../database';
import type { Clusters } from '../clusters/Clusters';
import { LabSlots } from '../throttling/LabSlots';
import { LogText, type OnLogText } from './LogText';
import { readProvisioning } from './readProvisioning';

/** How long a log that is not followed may take. */
const READ_TIMEOUT_MS = 60_000;
/** How long a log is followed at most; to read on, ask again. */
const FOLLOW_MS = 3_600_000;
/** The limit of a log that is not followed, in bytes. */
const MAX_BYTES = 16_777_216;
/** How many logs of one lab are read at once. */
const PER_LAB = 16;

/** Which log of a lab. */
export type LabLogSource =
  | { readonly kind: 'provisioning'; readonly run?: string }
  | { readonly kind: 'node'; readonly node?: string; readonly unit?: string }
  | {
      readonly kind: 'pod';
      readonly namespace: string;
      readonly pod: string;
      readonly container?: string;
      readonly previous?: boolean;
    };

/** Which log of a lab, and how much of it. */
export interface LabLogRequest {
  readonly source: LabLogSource;
  readonly tailLines: number;
  readonly sinceSeconds?: number;
  readonly follow: boolean;
}

/** What a {@link LabLogs} works with. */
export interface LabLogsOptions {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly clusters: Clusters;
  readonly logger: LoggerService;
}

/** What a log is read with. */
export interface LogReader {
  /** Ends the reading, which is no error. */
  readonly signal: AbortSignal;
  readonly onText: OnLogText;
}

/** Reads the logs of labs: of making them, and from their clusters. */
export class LabLogs {
  readonly #options: LabLogsOptions;
  readonly #stopping = new AbortController();
  readonly #reading = new Set<Promise<void>>();
  readonly #slots = new LabSlots({
    perLab: PER_LAB,
    explain: used =>
      `${used} logs of this lab are being read, the maximum at one time: stop following one.`,
  });

  constructor(options: LabLogsOptions) {
    this.#options = options;
  }

  /**
   * Takes a place among those who read logs of a lab.
   * @returns what gives it back
   * @throws TooManyRequestsError
   */
  reserve(labId: string): () => void {
    return this.#slots.take(labId);
  }

  /**
   * Streams a log, and returns at its end, or when the signal aborts.
   * @throws InputError when there is no such log, or ServiceUnavailableError
   */
  async read(
    lab: LabRecord,
    request: LabLogRequest,
    reader: LogReader,
  ): Promise<void> {
    const reading = this.#read(lab, request, reader);
    this.#reading.add(reading);
    try {
      await reading;
    } finally {
      this.#reading.delete(reading);
    }
  }

  /** Ends what is read, and returns when nothing of it is left in any cluster. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#reading);
  }

  async #read(
    lab: LabRecord,
    request: LabLogRequest,
    reader: LogReader,
  ): Promise<void> {
    const { source, tailLines, follow } = request;
    const timeout = AbortSignal.timeout(follow ? FOLLOW_MS : READ_TIMEOUT_MS);
    const signal = AbortSignal.any([
      reader.signal,
      this.#stopping.signal,
      timeout,
    ]);
    // A reader that takes nothing is not waited for once the log has ended.
    const onText: OnLogText = text =>
      signal.aborted ? undefined : orAborted(reader.onText(text), signal);
    if (source.kind === 'provisioning') {
      await readProvisioning(
        lab.id,
        source.run,
        { tailLines, follow, signal, onText },
        this.#options,
      );
    } else {
      await this.#readCluster(lab, source, request, { signal, onText });
    }
    // What was cut short must not look like the end.
    if (signal.aborted && !reader.signal.aborted) {
      throw new ServiceUnavailableError(
        this.#stopping.signal.aborted
          ? 'The portal stops: read the log again in a moment.'
          : `The log was read for as long as one may be: ${
              follow ? 'follow it again' : 'ask for fewer lines'
            }.`,
      );
    }
  }

  async #readCluster(
    lab: LabRecord,
    source: Exclude<LabLogSource, { kind: 'provisioning' }>,
    { tailLines, sinceSeconds, follow }: LabLogRequest,
    reader: LogReader,
  ): Promise<void> {
    const { clusters } = this.#options;
    const full = new AbortController();
    const signal = AbortSignal.any([reader.signal, full.signal]);
    const text = LogText.create({
      maxBytes: follow ? Infinity : MAX_BYTES,
      onText: reader.onText,
    });
    try {
      await clusters.of(lab).logs(withNode(source, lab), {
        tailLines,
        sinceSeconds,
        // A previous log does not grow: it has come to its end.
        follow: follow && !('previous' in source && source.previous),
        signal,
        onOutput: async chunk => {
          await text.take(chunk);
          if (text.isFull) {
            full.abort();
          }
        },
      });
    } catch (error) {
      // A reader that has left, or has reached its limit, gets nothing further.
      if (signal.aborted) {
        if (error !== signal.reason) {
          this.#log(lab, 'A log may still be read in its cluster', error);
        }
        await text.end();
        return;
      }
      if (
        isError(error) &&
        ['InputError', 'NotImplementedError'].includes(error.name)
      ) {
        throw error;
      }
      this.#log(lab, 'A log could not be read', error);
      throw new ServiceUnavailableError(
        `The log could not be read: ${(error as Error).message}`,
      );
    }
    await text.end();
  }

  #log(lab: LabRecord, message: string, error: unknown): void {
    this.#options.logger.child({ labId: lab.id }).warn(message, error as Error);
  }
}

/** Waits for something, or until the signal aborts. */
async function orAborted(
  something: void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let stop = () => {};
  const aborted = new Promise<void>(resolve => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([something, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The control plane, where no node is named. */
function withNode(
  source: Exclude<LabLogSource, { kind: 'provisioning' }>,
  lab: LabRecord,
): ClusterLogSource {
  if (source.kind === 'pod') {
    return source;
  }
  const node =
    source.node ??
    lab.nodes.find(({ role }) => role === 'control-plane')?.name ??
    '';
  return { ...source, node };
}
