import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';

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
