import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { dirname, relative, resolve, sep } from 'node:path';
import { pack } from 'tar-stream';
import { collectFiles, type CollectOptions } from './collectFiles';

/** The name in the archive for standard input. */
const STDIN = '-stdin.yaml';

/**
 * Packed manifests.
 * @public
 */
export interface PackedManifests {
  /** A gzipped tar archive. */
  readonly archive: Blob;
  /** The requested paths, as named in the archive. */
  readonly paths: string[];
}

/**
 * Packs the files of some paths, for `LabApi.applyToLab`: the manifests of a folder, or
 * all files of a kustomization's folder and those that it references in others.
 *
 * @param paths - files and folders, or the one folder of a kustomization
 * @param options - stdin: the manifests for a path `-`
 * @throws InputError for a path that does not exist, or more than the API takes
 * @public
 */
export async function packManifests(
  paths: readonly string[],
  options: CollectOptions & { readonly stdin?: Buffer } = {},
): Promise<PackedManifests> {
  const onDisk = paths.filter(path => path !== '-');
  const files = await collectFiles(onDisk, options);
  const root = rootOf([
    ...[...files.keys()].map(path => dirname(path)),
    ...onDisk.map(path => dirname(resolve(path))),
  ]);
  const nameOf = (path: string) =>
    relative(root, path).split(sep).join('/') || '.';
  const archive = pack();
  for (const [path, content] of files) {
    archive.entry({ name: nameOf(path), mtime: new Date(0) }, content);
  }
  if (options.stdin) {
    archive.entry({ name: STDIN, mtime: new Date(0) }, options.stdin);
  }
  for (const path of onDisk) {
    // A folder without manifests is valid.
    if (!files.has(resolve(path))) {
      archive.entry({
        name: nameOf(resolve(path)),
        type: 'directory',
        mtime: new Date(0),
      });
    }
  }
  archive.finalize();
  const tar = await buffer(Readable.from(archive));
  const zipped = await promisify(gzip)(tar);
  return {
    archive: new Blob([Uint8Array.from(zipped)]),
    paths: paths.map(path => (path === '-' ? STDIN : nameOf(resolve(path)))),
  };
}

/** The common folder of all others. */
function rootOf(folders: readonly string[]): string {
  const [first = '', ...others] = folders;
  return others.reduce((root, folder) => {
    let common = root;
    while (folder !== common && !folder.startsWith(withSep(common))) {
      common = dirname(common);
    }
    return common;
  }, first);
}

function withSep(folder: string): string {
  return folder.endsWith(sep) ? folder : `${folder}${sep}`;
}
