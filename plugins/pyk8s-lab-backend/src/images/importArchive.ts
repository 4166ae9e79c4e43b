import { isError, ServiceUnavailableError } from '@backstage/errors';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ImageSettings } from '../config/LabSettings';
import type { LabImageStore, LabRecord } from '../database';
import { RequestTimeoutError } from '../errors';
import { JobCancelledError } from '../jobs/JobRunner';
import type { JobContext, JobOutcome } from '../jobs/JobHandler';
import type { Clusters } from '../clusters/Clusters';
import { anySignal } from '../throttling/anySignal';
import { IdleLimit } from '../throttling/IdleLimit';
import type { TemporaryFiles } from '../temporaryFiles/TemporaryFiles';
import { receiveArchive, type ReceivedArchive } from './archive/receiveArchive';
import type { ImageListings } from './ImageListings';
import { assertInEveryNode, inEveryNode } from './outcome';

/** How long the sender of an archive may send nothing. */
const SENDER_IDLE_MS = 60_000;
/** Docker may gather a large image for long before the first of it comes. */
const HOST_IDLE_MS = 600_000;
const ARCHIVE_FILE = 'archive.tar';

/** What an import does first. */
export const READING = 'Reading the image from the lab host';
export const RECEIVING = 'Receiving the archive';

/** What an import does when the archive has come, and how far it is then. */
export const RECEIVED = {
  message: 'Importing it into the nodes',
  progress: 50,
} as const;

/** Where an image comes from. */
export type ImageSource =
  | { readonly image: string }
  | {
      readonly archive: Readable;
      /** What its sender calls it. */
      readonly name?: string;
      /** What is to come, as it comes, where that is known. */
      readonly sizeBytes?: number;
    };

/** What ends an import, and who hears of it. */
export interface ImportContext
  extends Pick<JobContext, 'tell' | 'step' | 'signal' | 'createdBy'> {
  /** Aborts when the sender of the archive has left. */
  readonly sending?: AbortSignal;
  /** Called when an archive has come whole, and is right. */
  readonly onReceived?: () => void;
}

/** What imports work with. */
export interface ImportServices {
  readonly clusters: Clusters;
  readonly settings: { readonly images: ImageSettings };
  readonly listings: ImageListings;
  readonly imageStore: LabImageStore;
  readonly temporaryFiles: TemporaryFiles;
}

/**
 * Receives an archive, checks it, and imports its images into every node of a lab.
 * The first half of the progress is the receiving.
 */
export async function importArchive(
  lab: LabRecord,
  source: ImageSource,
  context: ImportContext,
  services: ImportServices & { readonly now: () => Date },
): Promise<JobOutcome> {
  const { signal, tell, step, createdBy, sending, onReceived } = context;
  const { clusters, temporaryFiles, imageStore, now } = services;
  try {
    const place = await temporaryFiles.place();
    try {
      const path = join(place.directory, ARCHIVE_FILE);
      const received = await receive(lab, source, path, context, services);
      const { sizeBytes } = received;
      const images = received.images.flatMap(image =>
        image.names.map(name => ({ ...image, name })),
      );
      const doing = RECEIVED.message;
      step('import', doing);
      tell(doing, RECEIVED.progress);
      onReceived?.();
      const imports = await clusters.change(
        lab,
        signal,
        (cluster, held) =>
          cluster.importImages(
            { sizeBytes, images, open: () => createReadStream(path) },
            {
              signal: held,
              onProgress: (sent, total) =>
                tell(doing, RECEIVED.progress + percent(sent, total) / 2),
            },
          ),
        { wait: true },
      );
      if (imports.some(({ failure }) => failure === undefined)) {
        // Nodes that join get it, and so do those that failed.
        await imageStore.put(lab, images, { at: now(), by: createdBy });
      }
      assertInEveryNode(imports);
      const names = images.map(({ name }) => name);
      return { message: inEveryNode(names), result: { names, sizeBytes } };
    } finally {
      await place.remove();
    }
  } catch (error) {
    throw explain(error, sending);
  }
}

async function receive(
  lab: LabRecord,
  source: ImageSource,
  path: string,
  { signal, sending, tell, step }: ImportContext,
  { clusters, settings, listings }: ImportServices,
): Promise<ReceivedArchive> {
  const ofHost = 'image' in source;
  const doing = ofHost ? READING : RECEIVING;
  step('receive', doing);
  const idle = ofHost
    ? new IdleLimit(
        HOST_IDLE_MS,
        () =>
          new ServiceUnavailableError('The lab host does not send the image.'),
      )
    : new IdleLimit(
        SENDER_IDLE_MS,
        () => new RequestTimeoutError('No data for a minute: send it again.'),
      );
  const receiving = anySignal(signal, idle.signal, sending);
  try {
    const { platform } = await listings.of(lab);
    receiving.throwIfAborted();
    const body = ofHost
      ? await clusters.of(lab).hostImage(source.image, { signal: receiving })
      : source.archive;
    const expected = ofHost ? undefined : source.sizeBytes;
    return await receiveArchive(body, {
      path,
      maxBytes: settings.images.maxArchiveBytes,
      platform,
      signal: receiving,
      onProgress(bytes) {
        idle.refresh();
        tell(
          doing,
          expected === undefined ? undefined : percent(bytes, expected) / 2,
        );
      },
    });
  } finally {
    idle.stop();
  }
}

/** The portal's message for what has ended an import. */
function explain(error: unknown, sending: AbortSignal | undefined): unknown {
  if (sending?.aborted && error === sending.reason) {
    return new JobCancelledError(
      'The client disconnected before it was received completely.',
    );
  }
  if (isError(error) && error.code === 'ENOSPC') {
    return new ServiceUnavailableError(
      'The portal has no room on its disk for the archive: ask those who run it.',
    );
  }
  return error;
}

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, (part / whole) * 100) : 100;
}
