import { isIdName, isTag } from './imageNames';
import type { ImportMark } from './importMark';
import type { ImageRow } from './nodeListing';

/** What is to be done in a node, so that it is as it was before an import. */
export interface UndoSteps {
  /** Names that stand for something else than before. */
  readonly restore: readonly { name: string; from: string }[];
  /** Names whose mark is not what it was. */
  readonly marks: readonly { name: string; mark: ImportMark | undefined }[];
  /** Names that there were not. */
  readonly remove: readonly string[];
}

/** A node before an import, and what is kept of it. */
export interface BeforeImport {
  readonly rows: ReadonlyMap<string, ImageRow>;
  /** By name, under which other name its content is kept. */
  readonly kept: ReadonlyMap<string, string>;
}

/**
 * Compares a node with what it was before an import.
 *
 * @param names - those of the import
 * @param brought - targets that the import has brought
 */
export function undoSteps(
  { rows: before, kept }: BeforeImport,
  now: ReadonlyMap<string, ImageRow>,
  names: readonly string[],
  brought: ReadonlySet<string>,
): UndoSteps {
  const changed = names.filter(
    name => before.get(name)?.target !== now.get(name)?.target,
  );
  return {
    restore: changed.flatMap(name => {
      const from = kept.get(name);
      return from === undefined ? [] : [{ name, from }];
    }),
    marks: names
      .filter(
        name =>
          now.has(name) &&
          before.has(name) &&
          !changed.includes(name) &&
          before.get(name)?.mark?.at !== now.get(name)?.mark?.at,
      )
      .map(name => ({ name, mark: before.get(name)?.mark })),
    remove: [
      ...changed.filter(name => now.has(name) && !before.has(name)),
      ...idsLeftOver(before, now, names, brought),
    ],
  };
}

/** What names the images' contents that no name stands for any more. */
function idsLeftOver(
  before: ReadonlyMap<string, ImageRow>,
  now: ReadonlyMap<string, ImageRow>,
  names: readonly string[],
  brought: ReadonlySet<string>,
): string[] {
  const wanted = new Set(
    [...now.values()]
      .filter(({ name }) => isTag(name) && !names.includes(name))
      .map(({ target }) => target),
  );
  return [...now.values()]
    .filter(
      ({ name, target }) =>
        isIdName(name) &&
        !before.has(name) &&
        brought.has(target) &&
        !wanted.has(target),
    )
    .map(({ name }) => name);
}

export function isNothing({ restore, marks, remove }: UndoSteps): boolean {
  return restore.length + marks.length + remove.length === 0;
}
