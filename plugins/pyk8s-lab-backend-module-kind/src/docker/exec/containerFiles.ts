import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { statusOf } from '../connection/unavailable';
import type { DockerConnection } from '../DockerCalls';
import type { DockerCallOptions } from '../DockerNetworks';

/** The files of kubeadm have some kilobytes. */
const MAX_FILE_BYTES = 65_536;

/** Implements DockerHost.readFile. */
export async function readContainerFile(
  { docker, calls }: DockerConnection,
  containerId: string,
  path: string,
  options?: DockerCallOptions,
): Promise<string | undefined> {
  try {
    return await calls.find(async abortSignal => {
      const archive = await docker
        .getContainer(containerId)
        .getArchive({ path, abortSignal });
      return readSingleFile(
        archive instanceof Readable ? archive : Readable.from(archive),
        path,
      );
    }, options);
  } catch (error) {
    // Docker's messages name directories of the host.
    throw statusOf(error) === undefined
      ? error
      : new Error(`The file ${path} in the node cannot be read.`);
  }
}

/** Implements DockerHost.writeFile. */
export async function writeContainerFile(
  { docker, calls }: DockerConnection,
  {
    containerId,
    path,
    content,
  }: Record<'containerId' | 'path' | 'content', string>,
  options?: DockerCallOptions,
): Promise<void> {
  const { dir, base } = posix.parse(path);
  const archive = await packSingleFile(base, content);
  await calls.call(
    () => docker.getContainer(containerId).putArchive(archive, { path: dir }),
    options,
  );
}

/**
 * Reads the only file of a tar archive, as Docker sends files of a container. The
 * lab's owner can have replaced the file, so the read is bounded.
 *
 * @param name - the file's name, for errors
 * @returns undefined when it is not a file, such as a link, a pipe or a directory
 * @throws Error when the file is too large
 */
async function readSingleFile(
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
      // A sparse file has a large size and little content.
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

/** A tar archive with a file that only root may read. */
async function packSingleFile(name: string, content: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name, mode: 0o600, mtime: new Date() }, content);
  archive.finalize();
  return buffer(Readable.from(archive));
}
