import { delimiter, join } from 'node:path';
import type { Document } from 'yaml';
import { CliError, EXIT } from '../errors';
import { homeOf } from '../config';
import type { Io } from '../io';
import { currentContext, leadBack, type Pointer } from './current';
import {
  changeFiles,
  distinct,
  parseKubeconfig,
  readFiles,
  replaceFile,
  type KubeconfigFile,
} from './fileSet';
import { addLab, changeMarks, othersThan, removeLabs } from './merge';
import { hasLab, isKubeconfig, labContexts, namesIn } from './reading';
import type { LabMark } from './shapes';

/** How many names an error lists. */
const NAMES_SHOWN = 5;

/** The result of removing labs from kubeconfig files. */
export interface Removed {
  /** The names of the contexts. */
  contexts: string[];
  /** The new current context; absent if it has not changed. */
  pointer?: Pointer;
}

/** The user's kubeconfig files, found as `kubectl` does. */
export class KubeconfigFiles {
  readonly #files: readonly string[];

  /** @param file - used instead of those in the environment */
  static of(env: Io['env'], file?: string): KubeconfigFiles {
    if (file !== undefined) {
      return new KubeconfigFiles([file]);
    }
    const listed = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
    if (listed.length > 0) {
      return new KubeconfigFiles(listed);
    }
    const home = homeOf(env);
    return new KubeconfigFiles(
      home === undefined ? [] : [join(home, '.kube', 'config')],
    );
  }

  private constructor(files: readonly string[]) {
    this.#files = files;
  }

  /**
   * Adds or updates a lab: in the file that already has it, or else in the one that
   * `kubectl` would write.
   */
  async merge(
    kubeconfig: string,
    mark: LabMark,
    options: { switchTo: boolean },
  ): Promise<{ file: string; context: string }> {
    const isIt = ({ lab }: LabMark) => lab === mark.lab;
    return changeFiles(await distinct(this.#files), found => {
      const preferred = found.find(({ isThere }) => isThere) ?? found.at(-1);
      const target =
        found.find(({ document }) => hasLab(document, isIt)) ?? preferred;
      if (!preferred || !target) {
        throw new CliError(
          'There is no kubeconfig to merge into, because you have no home folder: set KUBECONFIG, or give a file with --kubeconfig.',
        );
      }
      const before = currentContext(found)?.context;
      const old = found.flatMap(({ document }) => removeLabs(document, isIt));
      const current = old.find(({ context }) => context === before);
      const previous = current ? current.mark.previous : before;
      const context = addLab(
        target.document,
        kubeconfig,
        { ...mark, ...(previous !== undefined && { previous }) },
        found.flatMap(({ document }) => namesIn(document)),
      );
      rename(found, new Set(old.map(each => each.context)), context);
      if (options.switchTo) {
        preferred.document.set('current-context', context);
      }
      return { file: target.file, context };
    });
  }

  /**
   * Writes only this lab to the file.
   * @param options - force: even if the file has other contents
   * @throws CliError when it has
   */
  async replace(
    kubeconfig: string,
    mark: LabMark,
    options: { force: boolean },
  ): Promise<void> {
    const [file] = this.#files;
    const fresh = parseKubeconfig(file, '');
    fresh.set('current-context', addLab(fresh, kubeconfig, mark));
    await replaceFile(file, fresh, existing => {
      if (!options.force) {
        assertAlone(file, existing(), mark.lab);
      }
    });
  }

  /** Removes the contexts of labs, and restores the previous current context. */
  async remove(isToGo: (mark: LabMark) => boolean): Promise<Removed> {
    return changeFiles(await distinct(this.#files), found => {
      const before = currentContext(found);
      const removed = found.flatMap(({ document }) =>
        removeLabs(document, isToGo),
      );
      return {
        contexts: removed.map(({ context }) => context),
        pointer: leadBack(found, before, removed),
      };
    });
  }

  /** The contexts of labs in all files. */
  async labContexts(): Promise<{ context: string; mark: LabMark }[]> {
    const found = await readFiles(await distinct(this.#files));
    return found.flatMap(({ document }) => labContexts(document));
  }
}

/** Updates references to the lab's old context name. */
function rename(
  found: readonly KubeconfigFile[],
  old: ReadonlySet<unknown>,
  context: string,
): void {
  for (const { document } of found) {
    if (old.has(document.get('current-context'))) {
      document.set('current-context', context);
    }
    changeMarks(document, mark =>
      old.has(mark.previous) ? { ...mark, previous: context } : undefined,
    );
  }
}

/** @throws CliError when a file contains anything but a lab */
function assertAlone(file: string, document: Document, lab: string): void {
  if (!isKubeconfig(document)) {
    throw new CliError(
      `${file} exists and is not a kubeconfig: choose another file, or replace it with --force.`,
      EXIT.conflict,
    );
  }
  const others = othersThan(lab, document);
  if (others.length > 0) {
    const rest = others.length - NAMES_SHOWN;
    const names = others.slice(0, NAMES_SHOWN).join(', ');
    throw new CliError(
      `${file} has other clusters (${names}${
        rest > 0 ? ` and ${rest} more` : ''
      }): add the lab with "--merge --kubeconfig ${file}", or replace them with --force.`,
      EXIT.conflict,
    );
  }
}
