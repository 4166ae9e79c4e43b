import type { Document } from 'yaml';
import { changeMarks } from './merge';
import { hasContext } from './reading';
import type { LabMark } from './shapes';

/** Where kubectl points after its current context was removed. */
export interface Pointer {
  /** Absent where no context is current any more. */
  context?: string;
  /** The file that says so. */
  file?: string;
  /** Whether it was current before the lab was merged. */
  isPrevious: boolean;
}

/** One of the files of KUBECONFIG. */
export interface Source {
  readonly file: string;
  readonly document: Document;
}

/** As kubectl sees it: the first file that names one decides. */
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
 * Leads kubectl back to the context that was current before labs were merged which
 * are removed now.
 *
 * @param sources - all files, without the contexts of these labs
 * @param before - what was current while they were there
 * @param removed - their contexts
 * @returns where kubectl points, if that has changed
 */
export function leadBack(
  sources: readonly Source[],
  before: ReturnType<typeof currentContext>,
  removed: readonly { context: string; mark: LabMark }[],
): Pointer | undefined {
  const previous = new Map(
    removed.map(({ context, mark }) => [context, mark.previous]),
  );
  // A lab that was merged on top of one that is removed leads to what was below it.
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

/** What was current before a context, and is not removed itself. */
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
