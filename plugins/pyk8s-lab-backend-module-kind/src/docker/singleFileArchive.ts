import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

/**
 * Reads the one file in a tar archive, as Docker gives files out.
 * @returns undefined when the archive holds no file
 */
export async function readSingleFile(
  archive: NodeJS.ReadableStream,
): Promise<string | undefined> {
  const entries = extract();
  archive.on('error', error => entries.destroy(error));
  archive.pipe(entries);
  let content: string | undefined;
  for await (const entry of entries) {
    if (entry.header.type === 'file') {
      content = await text(Readable.from(entry));
    } else {
      entry.resume();
    }
  }
  return content;
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
