import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../common/paths.mjs';

function* filesBelow(root, folder) {
  for (const entry of readdirSync(join(root, folder), {
    withFileTypes: true,
  })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      yield* filesBelow(root, path);
    } else {
      yield path;
    }
  }
}

/** The content of all files below some folders, by path relative to the root. */
export function snapshotTree(folders, root = ROOT) {
  const files = folders
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder => Array.from(filesBelow(root, folder)));
  return new Map(
    files.map(file => [file, readFileSync(join(root, file), 'utf8')]),
  );
}

/** The files that are only in one of two snapshots, or differ. */
export function differences(before, after) {
  const files = new Set([...before.keys(), ...after.keys()]);
  return Array.from(files)
    .filter(file => before.get(file) !== after.get(file))
    .sort();
}

/** Restores the folders; unchanged files are not written. */
export function restoreTree(folders, before, root = ROOT) {
  const now = snapshotTree(folders, root);
  for (const file of differences(before, now)) {
    const path = join(root, file);
    if (before.has(file)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, before.get(file));
    } else {
      rmSync(path);
    }
  }
}
