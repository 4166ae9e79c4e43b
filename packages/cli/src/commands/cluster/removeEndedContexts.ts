import { plain } from '../../output';
import { explainRemoved, KubeconfigFiles, removeEnded } from '../../kubeconfig';
import { isLabGone } from '../../labs';
import { labsOf, type CommandContext } from '../CommandContext';

/**
 * Removes the contexts of labs that expired or were deleted elsewhere: the first
 * command for their portal after the known expiry notices it. Labs that have not
 * expired yet, as far as the kubeconfig knows, are checked only when all labs were
 * listed.
 */
export async function removeEndedContexts({
  io,
  session,
  listed,
}: CommandContext): Promise<void> {
  if (!session || io.signal.aborted) {
    return;
  }
  const labs = labsOf(session);
  const alive = new Set(listed?.map(({ id }) => id));
  try {
    const caller = await session.user();
    const removed = await removeEnded(KubeconfigFiles.of(io.env), {
      portal: session.url,
      isSuspect: ({ lab, expires }) =>
        !alive.has(lab) &&
        (listed !== undefined ||
          (expires !== undefined && Date.parse(expires) < Date.now())),
      isGone: mark => isLabGone(labs, mark, caller),
    });
    for (const line of explainRemoved(removed, 'its lab has ended')) {
      io.stderr.write(`${plain(line)}\n`);
    }
  } catch {
    // The command itself succeeded; "pyk8s doctor" reports problems with kubeconfigs.
  }
}
