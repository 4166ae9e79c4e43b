import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabReader } from '../api/LabReader';

/** All labs, and which of the known ones are deleted. */
export interface CompleteList {
  readonly labs: readonly Lab[];
  readonly gone: readonly string[];
}

/**
 * Lists all labs. A list of several pages may miss labs while others end, so a missing
 * lab counts as deleted only after it was read by its id.
 *
 * @param known - the ids of the known labs, which are read if the list lacks them
 * @throws when any request fails: a lab that cannot be read is not deleted
 */
export async function listLabs(
  reader: Pick<LabReader, 'list' | 'find'>,
  known: () => readonly string[],
  signal: AbortSignal,
): Promise<CompleteList> {
  const first = await reader.list(signal);
  // Without known labs, only a second list can confirm the first.
  const isBlind = first.pages > 1 && known().length === 0;
  const last = isBlind ? await reader.list(signal) : first;

  const labs = new Map(last.labs.map(lab => [lab.id, lab]));
  const missing = new Set([...known(), ...first.labs.map(({ id }) => id)]);
  const gone: string[] = [];
  for (const id of missing) {
    if (labs.has(id)) {
      continue;
    }
    signal.throwIfAborted();
    const lab = await reader.find(id, signal);
    if (lab) {
      labs.set(id, lab);
    } else {
      gone.push(id);
    }
  }
  return { labs: [...labs.values()], gone };
}
