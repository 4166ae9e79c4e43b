import { InputError } from '@backstage/errors';
import {
  boundedText,
  clusterWords,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack, type Header } from 'tar-stream';
import { PayloadTooLargeError } from '../errors';

const BLOCK_BYTES = 512;
const EMPTY_BLOCK = Buffer.alloc(BLOCK_BYTES);
const TYPE_OFFSET = 156;
const SIZE = [124, 136] as const;
/** Long names, and what applies to one entry or to all that follow. */
const EXTENDED = ['L', 'K', 'x', 'g'].map(type => type.charCodeAt(0));
const MAX_EXTENDED_BYTES = 8_192;
const MAX_NAME_BYTES = 1_000;
const MAX_DEPTH = 50;
const MAX_QUOTED = 100;

/** How much is taken of manifests. */
export const MAX_FILES_BYTES = 20 * 2 ** 20;
export const MAX_ENTRIES = 2_000;

/** Files that have been checked. */
export interface ManifestArchive {
  /** A tar archive that was packed here. */
  readonly bytes: Buffer;
  /** What each path is. The folders of files are among them. */
  readonly entries: ReadonlyMap<string, 'file' | 'directory'>;
}

/**
 * Reads a tar archive of files and folders, and packs them again: whatever else it
 * had is left behind.
 *
 * @param tar - not compressed
 * @throws InputError or PayloadTooLargeError saying what to do
 */
export async function readArchive(tar: Buffer): Promise<ManifestArchive> {
  assertSmallHeaders(tar);
  const entries = new Map<string, 'file' | 'directory'>();
  const contents: { readonly name: string; readonly content?: Buffer }[] = [];
  let bytes = 0;
  const entriesIn = extract();
  Readable.from([tar]).pipe(entriesIn);
  try {
    for await (const entry of entriesIn) {
      const { header } = entry;
      const name = nameOf(header);
      const type = typeOf(header, name);
      if (name === '') {
        entry.resume();
        continue;
      }
      bytes += header.size ?? 0;
      if (bytes > MAX_FILES_BYTES) {
        throw tooLarge();
      }
      addFolders(posix.dirname(name), entries);
      if (
        entries.has(name) &&
        (type === 'file' || entries.get(name) !== type)
      ) {
        throw new InputError(`The archive has ${quoted(name)} twice.`);
      }
      entries.set(name, type);
      if (entries.size > MAX_ENTRIES) {
        throw new PayloadTooLargeError(
          `The archive has more than ${MAX_ENTRIES} files and folders, the maximum: send only the manifests.`,
        );
      }
      const content = await buffer(Readable.from(entry));
      contents.push(type === 'file' ? { name, content } : { name });
    }
  } catch (error) {
    throw error instanceof InputError || error instanceof PayloadTooLargeError
      ? error
      : unreadable();
  } finally {
    entriesIn.destroy();
  }
  if (entries.size === 0) {
    throw new InputError(
      'The archive is empty: send a tar archive of manifests.',
    );
  }
  return { bytes: await packed(contents), entries };
}

/** @throws PayloadTooLargeError */
export function tooLarge(): PayloadTooLargeError {
  return new PayloadTooLargeError(
    `The files take more than ${
      MAX_FILES_BYTES / 2 ** 20
    } MiB, the maximum: send only the manifests.`,
  );
}

/** The path of an entry, such as `a/b.yaml`; empty for the archive's own folder. */
export function plainPath(path: string): string | undefined {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  const isPlain =
    Buffer.byteLength(path) <= MAX_NAME_BYTES &&
    parts.length <= MAX_DEPTH &&
    !path.startsWith('/') &&
    !parts.includes('..') &&
    !/[\p{Cc}\uFFFD]/u.test(path);
  return isPlain ? parts.join('/') : undefined;
}

/**
 * tar-stream reads these headers whole, and copies what applies to all entries for
 * each, so that large ones would take it long.
 *
 * @throws InputError
 */
function assertSmallHeaders(tar: Buffer): void {
  let offset = 0;
  while (offset + BLOCK_BYTES <= tar.length) {
    const block = tar.subarray(offset, offset + BLOCK_BYTES);
    offset += BLOCK_BYTES;
    if (!block.equals(EMPTY_BLOCK)) {
      const octal = block.toString('latin1', ...SIZE);
      // As strict as this, tar-stream reads the same number.
      if (!/^ {0,11}[0-7]{1,12}[ \0]{0,12}$/.test(octal)) {
        throw unreadable();
      }
      const size = parseInt(octal, 8);
      if (EXTENDED.includes(block[TYPE_OFFSET]) && size > MAX_EXTENDED_BYTES) {
        throw unreadable();
      }
      offset += Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    }
  }
}

/** @throws InputError for a name that leads out of the archive */
function nameOf({ name }: Header): string {
  const plain = plainPath(name);
  if (plain === undefined) {
    throw new InputError(
      `The archive has an entry with the name ${quoted(
        name,
      )}: names are relative, without "..", and at most ${MAX_NAME_BYTES} bytes.`,
    );
  }
  return plain;
}

/** @throws InputError for what is neither a file nor a folder */
function typeOf(
  { type, size, pax }: Header,
  name: string,
): 'file' | 'directory' {
  const isPlain = (type === 'file' && name !== '') || type === 'directory';
  if (!isPlain) {
    throw new InputError(
      `The archive has ${quoted(
        name,
      )}, which is neither a file nor a folder: replace links with what they point to (tar --dereference).`,
    );
  }
  // What differs from the header would be read otherwise than it was checked.
  const isOdd = Object.keys(pax ?? {}).some(
    key => key === 'size' || key.startsWith('GNU.sparse'),
  );
  if (isOdd || !Number.isSafeInteger(size) || (type === 'directory' && size)) {
    throw unreadable();
  }
  return type;
}

/** @throws InputError where a file stands in the place of a folder */
function addFolders(
  folder: string,
  entries: Map<string, 'file' | 'directory'>,
): void {
  for (let name = folder; name !== '.'; name = posix.dirname(name)) {
    if (entries.get(name) === 'file') {
      throw new InputError(
        `The archive has ${quoted(name)} as a file and as a folder.`,
      );
    }
    entries.set(name, 'directory');
  }
}

async function packed(
  contents: readonly { readonly name: string; readonly content?: Buffer }[],
): Promise<Buffer> {
  const archive = pack();
  for (const { name, content } of contents) {
    if (content) {
      archive.entry({ name, mode: 0o644, mtime: new Date(0) }, content);
    } else {
      archive.entry({
        name,
        type: 'directory',
        mode: 0o755,
        mtime: new Date(0),
      });
    }
  }
  archive.finalize();
  return buffer(Readable.from(archive));
}

function unreadable(): InputError {
  return new InputError(
    'This is not a tar archive that can be read: send one of plain files and folders, gzipped or not.',
  );
}

function quoted(name: string): string {
  return `"${boundedText(clusterWords(name, MAX_QUOTED), MAX_QUOTED)}"`;
}
