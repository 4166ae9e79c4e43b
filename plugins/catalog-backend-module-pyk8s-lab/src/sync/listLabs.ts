import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabReader } from '../api/LabReader';

/** All labs that there are, and which of those that were known are no more. */
export interface CompleteList {
  readonly labs: readonly Lab[];
  readonly gone: readonly string[];
}

/**
 * Lists all labs. Since a list of several pages may miss labs while others end,
 * none is taken for gone before it has been asked for by its id.
 *
 * @param known - the ids of the labs that are known, asked for after the list
 * @throws when anything could not be had: a lab is not gone because it could not
 *   be asked for
 */
export async function listLabs(
  reader: Pick<LabReader, 'list' | 'find'>,
  known: () => readonly string[],
  signal: AbortSignal,
): Promise<CompleteList> {
  const first = await reader.list(signal);
  // Who knows no lab yet has only a second list to compare the first with.
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
