import type { KubeconfigFiles, Removed } from './KubeconfigFiles';
import type { LabMark } from './shapes';

/**
 * Removes the contexts of a portal's labs that no longer exist.
 *
 * @param options - portal: its address; isSuspect: whether to check a lab; isGone: asks
 *   the portal
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

/** Which labs of a portal no longer exist, by lab and user. */
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
  /** The number of the portal's labs in the kubeconfig, deleted or not. */
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

/** Several users may have merged the same lab. */
function keyOf({ portal, lab, user = '' }: LabMark): string {
  return JSON.stringify([portal, lab, user]);
}
