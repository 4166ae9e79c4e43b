import { InputError } from '@backstage/errors';
import { addAbortSignal, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RequestTimeoutError } from '../errors';
import { anySignal } from '../throttling/anySignal';
import { IdleLimit } from '../throttling/IdleLimit';
import {
  MAX_ENTRIES,
  MAX_FILES_BYTES,
  readArchive,
  tooLarge,
  type ManifestArchive,
} from './readArchive';

/** How long the sender may send nothing. */
const SENDER_IDLE_MS = 60_000;
/** Headers, and padding to whole blocks. */
const MAX_TAR_BYTES = MAX_FILES_BYTES + MAX_ENTRIES * 2_048;

/**
 * Reads an archive of manifests, which is small enough for memory.
 *
 * @param body - is destroyed when it is not read to its end
 * @param signal - ends it
 * @throws InputError, PayloadTooLargeError or RequestTimeoutError, or what the
 *   signal aborts with
 */
export async function receiveArchive(
  body: Readable,
  signal: AbortSignal,
): Promise<ManifestArchive> {
  const idle = new IdleLimit(
    SENDER_IDLE_MS,
    () => new RequestTimeoutError('No data for a minute: send it again.'),
  );
  const ended = anySignal(signal, idle.signal);
  try {
    ended.throwIfAborted();
    addAbortSignal(ended, body);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      idle.refresh();
      bytes += chunk.length;
      if (bytes > MAX_TAR_BYTES) {
        throw tooLarge();
      }
      chunks.push(chunk);
    }
    return await readArchive(await unzipped(Buffer.concat(chunks)));
  } catch (error) {
    throw ended.aborted ? ended.reason : error;
  } finally {
    idle.stop();
    body.destroy();
  }
}

async function unzipped(sent: Buffer): Promise<Buffer> {
  if (sent[0] !== 0x1f || sent[1] !== 0x8b) {
    return sent;
  }
  try {
    return await promisify(gunzip)(sent, { maxOutputLength: MAX_TAR_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge();
    }
    throw new InputError(
      'The archive cannot be decompressed: it is damaged or incomplete.',
    );
  }
}
