import { posix } from 'node:path';
import { shown, strangeEntry, unreadLink } from '../messages';

const MAX_NAME_BYTES = 1024;

/**
 * The name of an entry as containerd looks for it: `./index.json` is `index.json`.
 * @throws InputError for one that leads out of the archive, or is no name at all
 */
export function entryName(name: string): string {
  // tar-stream gives what is no UTF-8 as U+FFFD.
  if (
    name === '' ||
    Buffer.byteLength(name) > MAX_NAME_BYTES ||
    /[\p{Cc}\uFFFD]/u.test(name)
  ) {
    throw strangeEntry(`it has an entry with the name "${shown(name)}"`);
  }
  return inside(name, name);
}

/**
 * Where a symbolic link leads to in its archive.
 *
 * @param name - of the link, as the archive writes it
 * @throws InputError when it leads out of the archive, or is absolute
 */
export function linkTarget(name: string, target: string): string {
  if (posix.isAbsolute(target)) {
    throw unreadLink(
      `its entry "${shown(name)}" is an absolute link, to ${shown(target)}`,
    );
  }
  return inside(posix.join(posix.dirname(name), target), name);
}

function inside(path: string, name: string): string {
  const clean = posix.normalize(path).replace(/(?<=.)\/$/, '');
  if (posix.isAbsolute(clean) || clean === '..' || clean.startsWith('../')) {
    throw outside(name);
  }
  return clean;
}

function outside(name: string): Error {
  return strangeEntry(
    `its entry "${shown(name)}" leads to a place outside of it`,
  );
}
