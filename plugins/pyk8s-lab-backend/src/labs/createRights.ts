import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  labReadPermission,
  labUpdatePermission,
  type CreateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  matchesLab,
  type LabFilter,
  type LabResource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Decide } from '../access/RightsWatch';
import type { LabGate } from '../access/LabGate';
import type { LabCaller } from '../callers/LabCaller';
import type { LabStore } from '../database';
import { assertPersonOrGroup, readOwner } from './entityRefs';

/**
 * Decides whether a caller may create a lab for its owner, and may still see the lab
 * that the same request created before.
 *
 * @throws NotAllowedError, InputError for an owner that is none, or ConflictError
 */
export function decideCreate(
  request: CreateLabRequest,
  idempotencyKey: string | undefined,
  services: { readonly gate: LabGate; readonly store: LabStore },
): Decide {
  const { gate } = services;
  return async caller => {
    const decision = await gate.assertMayCreate(caller);
    const owner = readOwner(request);
    if (owner && !caller.ownershipRefs.includes(owner)) {
      const [updatable] = await gate.labsFor([labUpdatePermission], caller);
      // Its provider is chosen later; the answer must not depend on it.
      assertMayGive(owner, caller, updatable, [
        { ownerRef: owner, status: 'QUEUED', simulated: false },
        { ownerRef: owner, status: 'QUEUED', simulated: true },
      ]);
    }
    await assertEarlierIsReadable(caller, idempotencyKey, services);
    return decision;
  };
}

/** A request that is sent again must not show a lab that was transferred to others. */
async function assertEarlierIsReadable(
  caller: LabCaller,
  idempotencyKey: string | undefined,
  { gate, store }: { readonly gate: LabGate; readonly store: LabStore },
): Promise<void> {
  const earlier =
    idempotencyKey &&
    (await store.findByIdempotencyKey(caller.userRef, idempotencyKey));
  if (!earlier) {
    return;
  }
  const [readable] = await gate.labsFor([labReadPermission], caller);
  if (!matchesLab(readable, earlier)) {
    throw new ConflictError(
      'The lab that was created with this Idempotency-Key is no longer yours to see: use a new key for a new lab.',
    );
  }
}

/**
 * Those who may change a lab of some owner may create labs for that owner.
 * @param prospects - the lab as it would be, in each way that it might be
 * @throws NotAllowedError naming the owners that can be chosen, or InputError
 */
function assertMayGive(
  owner: string,
  caller: LabCaller,
  updatable: LabFilter,
  prospects: readonly LabResource[],
): void {
  assertPersonOrGroup(owner);
  if (!prospects.every(lab => matchesLab(updatable, lab))) {
    throw new NotAllowedError(
      `You cannot own labs as ${owner}: choose one of ${caller.ownershipRefs.join(
        ', ',
      )}.`,
    );
  }
}
