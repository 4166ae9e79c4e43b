import { toError } from '@backstage/errors';
import type {
  ClusterImageArchive,
  ImageImportContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Reads an archive to its end and discards the content.
 *
 * @param nodeCount - how many nodes import it, all at the same time
 * @returns why it cannot be imported; undefined when it can
 * @throws the reason of the signal when it aborts
 */
export async function readArchive(
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
