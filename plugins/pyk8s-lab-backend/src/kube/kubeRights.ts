import { AuthenticationError, isError } from '@backstage/errors';
import {
  labKubeconfigPermission,
  labLogsPermission,
  labReadPermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type LabCaller, callerEnd } from '../callers/LabCaller';
import { readsPodLog, type KubeRequest, type KubeRole } from './KubeRequest';
import { IdleLimit } from '../throttling/IdleLimit';
import type { Decide } from '../access/RightsWatch';
import type { LabGate } from '../access/LabGate';

/** The longest time that a timer has. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Decides as whom a caller comes to a lab's cluster: those who may have its kubeconfig
 * as its administrator, and those who may only see the lab as a viewer, which
 * is of logs only where those may be read. The role that something started with stays.
 */
export function decideKube(
  id: string,
  request: KubeRequest,
  gate: LabGate,
): Decide {
  let role: KubeRole | undefined;
  return async asker => {
    if (role !== 'viewer') {
      try {
        const { entitled } = await gate.assertMay(
          'change what is in its cluster',
          labKubeconfigPermission,
          id,
          asker,
        );
        role = 'owner';
        return { entitled: inRole('owner', entitled) };
      } catch (error) {
        if (role || !isError(error) || error.name !== 'NotAllowedError') {
          throw error;
        }
        role = 'viewer';
      }
    }
    const { entitled } = readsPodLog(request)
      ? await gate.assertMay('read its logs', labLogsPermission, id, asker)
      : await gate.assertMay('look into it', labReadPermission, id, asker);
    return { entitled: inRole('viewer', entitled) };
  };
}

/**
 * Aborts when the caller's credentials have expired.
 * @returns undefined for what has no end
 */
export function signedInLimit(caller: LabCaller): IdleLimit | undefined {
  const expiresAt = callerEnd(caller);
  return (
    expiresAt &&
    new IdleLimit(
      Math.min(MAX_TIMER_MS, Math.max(0, expiresAt.getTime() - Date.now())),
      () => new AuthenticationError('Your sign-in has ended: sign in again.'),
    )
  );
}

function inRole(kubeRole: KubeRole, caller: LabCaller): LabCaller {
  return caller.rights
    ? { ...caller, rights: { ...caller.rights, kubeRole } }
    : caller;
}
