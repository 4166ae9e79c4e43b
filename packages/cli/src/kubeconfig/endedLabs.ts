import type { KubeconfigFiles, Removed } from './KubeconfigFiles';
import type { LabMark } from './shapes';

/**
 * Removes the contexts of labs of one portal that are gone.
 *
 * @param options - portal: the one; isSuspect: whether a lab is worth a question;
 *   isGone: asks the portal
 */
export async function removeEnded(
  files: KubeconfigFiles,
  options: {
    portal: string;
    isSuspect: (mark: LabMark) => boolean;
    isGone: (mark: LabMark) => Promise<boolean>;
  },
): Promise<Removed> {
  const gone = await endedLabs(files, options);
  return gone.isEmpty ? { contexts: [] } : files.remove(gone.has);
}

/** Which labs of one portal, as people have got them, are gone. */
export async function endedLabs(
  files: KubeconfigFiles,
  options: {
    portal: string;
    isSuspect?: (mark: LabMark) => boolean;
    isGone: (mark: LabMark) => Promise<boolean>;
  },
): Promise<{
  has: (mark: LabMark) => boolean;
  contexts: string[];
  isEmpty: boolean;
  /** How many labs of the portal there are, gone or not. */
  labs: number;
}> {
  const here = (await files.labContexts()).filter(
    ({ mark }) => mark.portal === options.portal,
  );
  const marks = new Map(here.map(({ mark }) => [keyOf(mark), mark]));
  const gone = new Set<string>();
  for (const [key, mark] of marks) {
    const isSuspect = options.isSuspect?.(mark) ?? true;
    if (isSuspect && (await options.isGone(mark))) {
      gone.add(key);
    }
  }
  const has = (mark: LabMark) => gone.has(keyOf(mark));
  return {
    has,
    contexts: here.filter(({ mark }) => has(mark)).map(each => each.context),
    isEmpty: gone.size === 0,
    labs: marks.size,
  };
}

/** The same lab may be there as several people have got it. */
function keyOf({ portal, lab, user = '' }: LabMark): string {
  return JSON.stringify([portal, lab, user]);
}
