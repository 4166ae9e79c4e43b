import type {
  ClusterImageArchive,
  ImageImportContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { createHash } from 'node:crypto';
import type { BroughtImage } from './SimulatedImages';

/**
 * Reads an archive to its end, as nodes would, and keeps nothing but what it is
 * called. Its id is of all that was read, so that another content is another image.
 *
 * @param nodeCount - how many nodes take it in, all at the same time
 * @throws whatever the signal aborts with; Error when the archive is incomplete
 */
export async function readSimulatedArchive(
  archive: ClusterImageArchive,
  nodeCount: number,
  { signal, onProgress }: ImageImportContext,
): Promise<BroughtImage> {
  signal.throwIfAborted();
  const { names, sizeBytes } = archive;
  const hash = createHash('sha256');
  const content = archive.open();
  const stop = () => content.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  let read = 0;
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      read += chunk.length;
      onProgress(read * nodeCount, sizeBytes * nodeCount);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    content.destroy();
  }
  signal.throwIfAborted();
  if (read !== sizeBytes) {
    throw new Error(
      `Simulated: the archive is incomplete: it has ${read} of ${sizeBytes} bytes.`,
    );
  }
  return { id: `sha256:${hash.digest('hex')}`, names, sizeBytes };
}
