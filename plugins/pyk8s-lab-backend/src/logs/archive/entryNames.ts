/** What some file system or terminal takes for something else than a letter. */
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd\\/:*?"<>|]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Most file systems take no longer name of a file. */
const MOST_BYTES = 255;
/** What is kept of an end such as `.log` where a name is cut. */
const ENDING = /\.[A-Za-z0-9]{1,8}$/;

/**
 * A name of a file or a folder as every system can unpack it: no part of a path, no
 * control character, and not too long.
 */
export function safeName(name: string): string {
  const letters = name
    .replace(UNSAFE, '_')
    // Windows takes dots and spaces off the end, so ".. " would be "..".
    .replace(/(?<![. ])[. ]+$/, dots => '_'.repeat(dots.length));
  return letters === '' ? '_' : shorten(letters);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MOST_BYTES) {
    return name;
  }
  const ending = ENDING.exec(name)?.[0] ?? '';
  let kept = '';
  for (const letter of name.slice(0, name.length - ending.length)) {
    if (Buffer.byteLength(`${kept}${letter}_${ending}`) > MOST_BYTES) {
      break;
    }
    kept += letter;
  }
  return `${kept}_${ending}`;
}

/** Names the entries of one archive, each in its own way. */
export class EntryNames {
  readonly #root: string;
  readonly #taken = new Set<string>();

  /** @param root - the folder that everything is in */
  constructor(root: string) {
    this.#root = safeName(root);
  }

  /** @param path - where a file is below the root, in parts */
  next(path: readonly string[]): string {
    const wanted = [this.#root, ...path.map(safeName)].join('/');
    let name = wanted;
    // Different names can become alike, and one would overwrite the other.
    for (let count = 2; this.#taken.has(name); count++) {
      name = `${wanted}~${count}`;
    }
    this.#taken.add(name);
    return name;
  }
}
