import { InputError } from '@backstage/errors';

/** What the files of a kustomization become in its copy. */
export interface CopiedFiles {
  /** @returns what the copy has to name in the place of this path */
  file(path: string): Promise<string>;
  /** The same for a file or another kustomization. */
  resource(path: string): Promise<string>;
  /** The same for a text that needs a file. */
  text(content: string): Promise<string>;
}

/** Where a value is: in which file, and under which key. */
export interface Place {
  where: string;
  key: string;
  files: CopiedFiles;
}

/**
 * Checks a value, and makes anew what the copy is to have: nothing of the value
 * itself is handed on that is not known.
 */
export type Shape = (value: unknown, place: Place) => Promise<unknown>;

/** A text, number or boolean that names no file. */
export const scalar: Shape = async (value, place) => {
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    throw wrong(place, 'is not text, a number or a boolean');
  }
  return value;
};

/** One of these texts. */
export function oneOf(...texts: string[]): Shape {
  return async (value, place) => {
    if (!texts.includes(value as string)) {
      throw wrong(place, `is not supported here: only ${texts.join(', ')} is`);
    }
    return value;
  };
}

/** A map with keys of the user's, such as labels. */
export const scalars: Shape = async (value, place) => {
  const made: [string, unknown][] = [];
  for (const [key, entry] of entriesOf(value, place)) {
    made.push([key, await scalar(entry, place)]);
  }
  return Object.fromEntries(made);
};

/** A file. */
export const file: Shape = async (value, place) =>
  place.files.file(readPath(value, place));

/** A file or another kustomization. */
export const resource: Shape = async (value, place) =>
  place.files.resource(readPath(value, place));

/** A file, or what would be in one. */
export const fileOrText: Shape = async (value, place) =>
  typeof value === 'string' && value.trim().includes('\n')
    ? place.files.text(value)
    : file(value, place);

/** A file with the key that it gets, such as `key=path`. */
export const keyedFile: Shape = async (value, place) => {
  const text = readText(value, place);
  const [key, path = key, ...more] = text.split('=');
  if (more.length > 0 || !key || !path) {
    throw wrong(place, 'is not KEY=PATH');
  }
  const name = path === key ? path.split('/').pop() : key;
  return `${name}=${await file(path, place)}`;
};

/** Any number of values of one shape. */
export function listOf(shape: Shape): Shape {
  return async (value, place) => {
    if (!Array.isArray(value)) {
      throw wrong(place, 'is not a list');
    }
    const made: unknown[] = [];
    for (const item of value) {
      made.push(await shape(item, place));
    }
    return made;
  };
}

/** A map with these keys only, in exactly this case. */
export function mapOf(shapes: Readonly<Record<string, Shape>>): Shape {
  return async (value, place) => {
    const made: [string, unknown][] = [];
    for (const [key, entry] of entriesOf(value, place)) {
      if (!Object.hasOwn(shapes, key)) {
        throw new InputError(
          `${place.where} uses "${pathOf(place, key).slice(
            0,
            100,
          )}", which is not supported here: render it before, and apply the result.`,
        );
      }
      // What is left empty is not given.
      if (entry !== null) {
        const inner = { ...place, key: pathOf(place, key) };
        made.push([key, await shapes[key](entry, inner)]);
      }
    }
    return Object.fromEntries(made);
  };
}

function pathOf({ key }: Place, inner: string): string {
  return key ? `${key}.${inner}` : inner;
}

function entriesOf(value: unknown, place: Place): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(place, 'is not a map');
  }
  return Object.entries(value);
}

function readText(value: unknown, place: Place): string {
  if (typeof value !== 'string' || value === '') {
    throw wrong(place, 'is not a path');
  }
  return value;
}

function readPath(value: unknown, place: Place): string {
  const path = readText(value, place);
  if (/[\0\n]/.test(path)) {
    throw wrong(place, 'is not a path');
  }
  if (isRemote(path)) {
    throw new InputError(
      `${place.where} builds on "${path.slice(
        0,
        100,
      )}", which is elsewhere: fetch it into the workspace first, with fetch:plain, and name it there.`,
    );
  }
  return path;
}

/** Whatever kustomize could take for a URL or a repository. */
function isRemote(path: string): boolean {
  return (
    /:\/\/|\/\/|::|\?|^[\w.-]+@|^(?:git|https?|ssh|file):/i.test(path) ||
    /(?:^|[/@])(?:github|gitlab|bitbucket)\.[a-z]+[/:]/i.test(path)
  );
}

function wrong({ where, key }: Place, what: string): InputError {
  return new InputError(
    `${where} has something ${key ? `under "${key}" ` : ''}that ${what}.`,
  );
}
