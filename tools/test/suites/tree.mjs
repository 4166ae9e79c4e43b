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

/** The content of every file below some folders, by its path relative to the root. */
export function snapshotTree(folders, root = ROOT) {
  const files = folders
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder => Array.from(filesBelow(root, folder)));
  return new Map(
    files.map(file => [file, readFileSync(join(root, file), 'utf8')]),
  );
}

/** The files that only one of two snapshots has, or that differ. */
export function differences(before, after) {
  const files = new Set([...before.keys(), ...after.keys()]);
  return Array.from(files)
    .filter(file => before.get(file) !== after.get(file))
    .sort();
}

/** Makes the folders what they were; files that are right already are not touched. */
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
