import { ConflictError } from '@backstage/errors';
import {
  matchesLabInSomeStatus,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers/LabCaller';
import { LabNameTakenError, TooManyRequestsError } from '../errors';

/**
 * What is told of a transfer that failed. People can transfer labs to owners whose
 * labs they cannot see: the answer must not tell them how many there are, or that one
 * has a certain name.
 *
 * @param error - why the transfer failed
 */
export function transferError(
  error: unknown,
  ownerRef: string,
  caller: LabCaller,
): unknown {
  const isOfOwner =
    error instanceof TooManyRequestsError || error instanceof LabNameTakenError;
  return isOfOwner && !seesLabsOf(ownerRef, caller)
    ? new ConflictError(`${ownerRef} cannot take this lab: ask them.`)
    : error;
}

function seesLabsOf(
  ownerRef: string,
  { ownershipRefs, rights }: LabCaller,
): boolean {
  return (
    ownershipRefs.includes(ownerRef) ||
    (rights !== undefined && seesAllOf(ownerRef, rights.readable))
  );
}

/** Whether a filter lets every lab of an owner be seen, in each status. */
function seesAllOf(ownerRef: string, readable: LabFilter): boolean {
  return [true, false].every(
    simulated =>
      !matchesLabInSomeStatus(
        { not: readable },
        { ownerRef, simulated, status: 'QUEUED' },
      ),
  );
}
