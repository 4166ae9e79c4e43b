import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack, type Header } from 'tar-stream';

/** A tar archive of files by their names, and of other entries by their headers. */
export async function tarOf(
  files: Readonly<Record<string, string>>,
  others: readonly (Partial<Header> & Pick<Header, 'name'>)[] = [],
): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name }, content);
  }
  for (const header of others) {
    if (header.type) {
      archive.entry(header);
    } else {
      archive.entry(header, '');
    }
  }
  archive.finalize();
  return buffer(Readable.from(archive));
}
