import { plain } from '../../output';
import { explainRemoved, KubeconfigFiles, removeEnded } from '../../kubeconfig';
import { isLabGone } from '../../labs';
import { labsOf, type CommandContext } from '../CommandContext';

/**
 * Removes the contexts of labs that have ended by themselves: the first command that
 * asks their portal after their time notices it. Those whose time is not over as far
 * as the kubeconfig knows are asked for only where all labs were listed.
 */
export async function tidyKubeconfig({
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
    // The command itself has succeeded; "pyk8s doctor" tells of what is wrong here.
  }
}
