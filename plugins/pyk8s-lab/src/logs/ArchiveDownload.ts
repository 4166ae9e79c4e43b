import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { messageOf } from '../api';
import { LabSessions } from '../sessions';
import { Observable, beforeDrawing } from '../observable';
import {
  browserConnections,
  type Connections,
  type Permit,
} from '../browserTabs';

/** How the download of all logs of a lab stands. */
export interface ArchiveState {
  readonly phase: 'idle' | 'making' | 'saved' | 'cancelled' | 'failed';
  /** It starts as soon as the browser has a connection for it. */
  readonly isWaiting: boolean;
  /** How much of it has come. */
  readonly bytes: number;
  /** Why it failed, in the server's words; undefined when the connection broke. */
  readonly error?: string;
}

/** What a download needs. */
export interface ArchiveDownloadOptions {
  readonly labId: string;
  readonly api: Pick<LabApi, 'getLabLogsArchive'>;
  /** Calls back when the page may be drawn again; before the next frame unless given. */
  readonly onceBefore?: (callback: () => void) => void;
  /** What bounds the connections; that of the browser unless given. */
  readonly connections?: Connections;
}

/** What has come is handed to the browser in pieces of this size, in bytes. */
const PIECE_BYTES = 16 * 2 ** 20;

/**
 * Gets all logs of a lab as an archive, which the server makes meanwhile. It lives
 * apart from the page, so that it goes on while another tab is looked at.
 */
export class ArchiveDownload extends Observable<ArchiveState> {
  readonly #options: ArchiveDownloadOptions;
  #getting: AbortController | undefined;
  #bytes = 0;

  static create(options: ArchiveDownloadOptions): ArchiveDownload {
    return new ArchiveDownload(options);
  }

  private constructor(options: ArchiveDownloadOptions) {
    super({ phase: 'idle', isWaiting: false, bytes: 0 });
    this.#options = options;
  }

  /**
   * Gets it, unless that goes on already.
   *
   * @param save - takes it when all of it is there
   */
  async start(save: (archive: Blob) => void): Promise<void> {
    if (this.#getting) {
      return;
    }
    const getting = new AbortController();
    this.#getting = getting;
    this.#bytes = 0;
    this.change({ phase: 'making', bytes: 0, error: undefined });
    const { connections = browserConnections } = this.#options;
    let permit: Permit | undefined;
    try {
      permit = await connections.acquire('work', {
        signal: getting.signal,
        onWait: () => this.change({ isWaiting: true }),
      });
      this.change({ isWaiting: false });
      const archive = await this.#read(getting.signal);
      getting.signal.throwIfAborted();
      save(archive);
      this.change({ phase: 'saved', bytes: archive.size });
    } catch (error) {
      this.change(
        getting.signal.aborted
          ? { phase: 'cancelled' }
          : { phase: 'failed', error: serverWordsOf(error) },
      );
    } finally {
      permit?.release();
      this.change({ isWaiting: false });
      this.#getting = undefined;
    }
  }

  /** Ends it, also where it is made. */
  cancel(): void {
    this.#getting?.abort();
  }

  async #read(signal: AbortSignal): Promise<Blob> {
    const { api, labId } = this.#options;
    const { body } = await api.getLabLogsArchive(labId, { signal });
    const reader = body.getReader();
    const stop = () => reader.cancel(signal.reason).catch(() => undefined);
    signal.addEventListener('abort', stop);
    // The browser keeps what it was handed where it likes, such as on its disk.
    const handed: Blob[] = [];
    let held: BlobPart[] = [];
    let heldBytes = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return new Blob([...handed, ...held]);
        }
        held.push(value as BlobPart);
        heldBytes += value.byteLength;
        this.#count(value.byteLength);
        if (heldBytes >= PIECE_BYTES) {
          handed.push(new Blob(held));
          held = [];
          heldBytes = 0;
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #count(bytes: number): void {
    const { onceBefore = beforeDrawing } = this.#options;
    const isTold = this.#bytes === this.getState().bytes;
    this.#bytes += bytes;
    if (isTold) {
      onceBefore(() => {
        if (this.getState().phase === 'making') {
          this.change({ bytes: this.#bytes });
        }
      });
    }
  }
}

function serverWordsOf(error: unknown): string | undefined {
  // What fetch throws when a connection breaks says nothing to people.
  return error instanceof TypeError ? undefined : messageOf(error);
}

const downloads = new LabSessions<ArchiveDownload>(
  download => download.getState().phase === 'making',
);

/** The download of a lab's logs, which stays for as long as the portal's page. */
export function archiveDownloadOf(labId: string, api: LabApi): ArchiveDownload {
  return downloads.of(labId, api, () => ArchiveDownload.create({ labId, api }));
}
