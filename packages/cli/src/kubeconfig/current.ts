import type { Document } from 'yaml';
import { changeMarks } from './merge';
import { hasContext } from './reading';
import type { LabMark } from './shapes';

/** The current context after the removal of the previous one. */
export interface Pointer {
  /** Absent when no context is current. */
  context?: string;
  /** The file that sets it. */
  file?: string;
  /** Whether it was current before the lab was merged. */
  isPrevious: boolean;
}

/** One of the files of KUBECONFIG. */
export interface Source {
  readonly file: string;
  readonly document: Document;
}

/** As in kubectl, the first file with a current context wins. */
export function currentContext(
  sources: readonly Source[],
): { context: string; source: Source } | undefined {
  for (const source of sources) {
    const context = source.document.get('current-context');
    if (typeof context === 'string' && context !== '') {
      return { context, source };
    }
  }
  return undefined;
}

/**
 * Restores the context that was current before the removed labs were merged.
 *
 * @param sources - all files, without the contexts of these labs
 * @param before - the current context before the removal
 * @param removed - the removed contexts
 * @returns the new current context, if it has changed
 */
export function leadBack(
  sources: readonly Source[],
  before: ReturnType<typeof currentContext>,
  removed: readonly { context: string; mark: LabMark }[],
): Pointer | undefined {
  const previous = new Map(
    removed.map(({ context, mark }) => [context, mark.previous]),
  );
  // A lab that was merged after a removed one inherits that one's previous context.
  for (const { document } of sources) {
    changeMarks(document, mark =>
      mark.previous !== undefined && previous.has(mark.previous)
        ? { ...mark, previous: followBack(mark.previous, previous) }
        : undefined,
    );
  }
  if (!before || !previous.has(before.context)) {
    return undefined;
  }
  for (const source of sources) {
    const named = source.document.get('current-context');
    const isGone =
      typeof named === 'string' &&
      previous.has(named) &&
      !sources.some(({ document }) => hasContext(document, named));
    if (isGone || source === before.source) {
      source.document.set('current-context', '');
    }
  }
  const back = followBack(before.context, previous);
  const isThere =
    back !== undefined &&
    sources.some(({ document }) => hasContext(document, back));
  if (isThere && currentContext(sources)?.context !== back) {
    before.source.document.set('current-context', back);
  }
  const now = currentContext(sources);
  return {
    context: now?.context,
    file: now?.source.file,
    isPrevious: isThere,
  };
}

/** The context that was current before a given one, and is not removed itself. */
function followBack(
  context: string,
  previous: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const seen = new Set<string>();
  let at: string | undefined = context;
  while (at !== undefined && previous.has(at) && !seen.has(at)) {
    seen.add(at);
    at = previous.get(at);
  }
  return at !== undefined && seen.has(at) ? undefined : at;
}
