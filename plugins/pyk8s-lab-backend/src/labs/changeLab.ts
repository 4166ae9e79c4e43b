import type { UpdateLabRequest } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import { findLab, usesQuota, type LabRecord, type LabStore } from '../database';
import type { ChangeRate } from '../throttling/ChangeRate';
import { assertInCatalog } from './assertInCatalog';
import { updateLab } from './changes';
import type { LabCatalog } from './LabCatalog';
import { assertPersonOrGroup, readOwner } from './entityRefs';
import { assertOwnerQuota } from './quotas';
import { transferError } from './transfers';
import { writeChange } from './writeChange';

interface Services {
  readonly store: LabStore;
  readonly catalog: LabCatalog;
  readonly settings: LabSettings;
  readonly changes: ChangeRate;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Writes what a request changes of a lab: lifetime, purpose, component or owner. The
 * new owner may be anybody of the catalog, also where the caller then loses sight of
 * the lab.
 *
 * @throws NotFoundError, InputError, NotAllowedError, ConflictError or an error of
 *   status 429
 */
export async function changeLab(
  id: string,
  request: UpdateLabRequest,
  caller: LabCaller,
  services: Services,
): Promise<LabRecord> {
  const { store, settings, catalog, changes, now } = services;
  const owner = readOwner(request);
  if (owner) {
    assertPersonOrGroup(owner);
  }
  const decide = (lab: LabRecord) =>
    updateLab(lab, request, {
      ownerRef: owner,
      actorRef: caller.userRef,
      settings,
      now: now(),
    });
  changes.count(caller);
  const before = await findLab(id, store);
  // Not within the change, which would hold its row while the catalog answers.
  await assertInCatalog(catalog, caller, decide(before)?.set ?? {}, before);
  const isTransfer = owner !== undefined && owner !== before.ownerRef;
  try {
    return await writeChange(
      id,
      caller,
      decide,
      services,
      isTransfer
        ? async (counts, current) => {
            if (usesQuota(current)) {
              await assertOwnerQuota(
                counts,
                { ...current, ownerRef: owner },
                settings,
                caller.rights,
              );
            }
          }
        : undefined,
    );
  } catch (error) {
    throw isTransfer ? transferError(error, owner, caller) : error;
  }
}
