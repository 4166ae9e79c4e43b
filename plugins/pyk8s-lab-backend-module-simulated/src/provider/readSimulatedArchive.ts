import { toError } from '@backstage/errors';
import type {
  ClusterImageArchive,
  ImageImportContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Reads an archive to its end, as nodes would, and keeps nothing of it.
 *
 * @param nodeCount - how many nodes take it in, all at the same time
 * @returns why no node has its images; undefined when all have
 * @throws whatever the signal aborts with
 */
export async function readSimulatedArchive(
  archive: ClusterImageArchive,
  nodeCount: number,
  { signal, onProgress }: ImageImportContext,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const { sizeBytes } = archive;
  const content = archive.open();
  const stop = () => content.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  let read = 0;
  try {
    for await (const chunk of content) {
      read += chunk.length;
      onProgress(read * nodeCount, sizeBytes * nodeCount);
    }
  } catch (error) {
    signal.throwIfAborted();
    return toError(error).message;
  } finally {
    signal.removeEventListener('abort', stop);
    content.destroy();
  }
  signal.throwIfAborted();
  return read === sizeBytes
    ? undefined
    : `Simulated: the archive is incomplete: it has ${read} of ${sizeBytes} bytes.`;
}
