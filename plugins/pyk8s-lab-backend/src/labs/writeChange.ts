import type { LabCaller } from '../callers/LabCaller';
import type { LabChange, LabRecord, LabStore } from '../database';

/** Refuses a change that a quota does not allow, before it is written. */
export type AdmitChange = NonNullable<
  Parameters<LabStore['change']>[3]
>['admit'];

/**
 * Writes a decision about a lab, and calls the reconciler. The caller's rights are
 * checked on the row that is changed, which another request may have transferred.
 *
 * @param decide - returns undefined when there is nothing to change
 */
export async function writeChange(
  id: string,
  caller: LabCaller,
  decide: (lab: LabRecord) => LabChange | undefined,
  services: {
    readonly store: LabStore;
    readonly onChanged: (labId: string) => void;
    readonly now: () => Date;
  },
  admit?: AdmitChange,
): Promise<LabRecord> {
  const lab = await services.store.change(
    id,
    services.now(),
    current => {
      caller.rights?.assertAllowed?.(current);
      return decide(current);
    },
    { admit },
  );
  services.onChanged(id);
  return lab;
}
