import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

/** What kubeadm writes has some kilobytes. */
const MAX_FILE_BYTES = 65_536;

/**
 * Reads the one file in a tar archive, as Docker gives files out of a container,
 * whose owner can have put anything in its place. No more is read than a file may
 * have.
 *
 * @param name - of the file, for people
 * @returns undefined when what is there is no file, such as a link, a pipe or a
 *   directory
 * @throws Error when the file is larger than it may be
 */
export async function readSingleFile(
  archive: Readable,
  name: string,
): Promise<string | undefined> {
  const entries = extract();
  archive.on('error', error => entries.destroy(error));
  archive.pipe(entries);
  try {
    for await (const entry of entries) {
      if (entry.header.type !== 'file') {
        return undefined;
      }
      // A file with holes says how long it is, and has little else.
      return await bounded(Readable.from(entry), entry.header.size ?? 0, name);
    }
    return undefined;
  } finally {
    archive.destroy();
    entries.destroy();
  }
}

async function bounded(
  entry: Readable,
  size: number,
  name: string,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = size > MAX_FILE_BYTES ? size : 0;
  if (bytes === 0) {
    for await (const chunk of entry) {
      bytes += chunk.length;
      if (bytes > MAX_FILE_BYTES) {
        break;
      }
      chunks.push(chunk);
    }
  }
  if (bytes > MAX_FILE_BYTES) {
    throw new Error(
      `The file ${name} in the node has more than ${
        MAX_FILE_BYTES / 1_024
      } KiB: it is not what kubeadm wrote.`,
    );
  }
  return Buffer.concat(chunks).toString();
}

/** Packs a file that only root may read, as Docker takes files in. */
export async function packSingleFile(
  name: string,
  content: string,
): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name, mode: 0o600, mtime: new Date() }, content);
  archive.finalize();
  return buffer(Readable.from(archive));
}
