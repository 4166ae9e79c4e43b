import type { LabCaller } from '../callers/LabCaller';
import type { LabRecord, LabStore } from '../database';
import {
  concernsSecrets,
  subjectKey,
  type KubeRequest,
  type KubeRole,
} from './KubeRequest';
import type { ChangeRate } from '../throttling/ChangeRate';
import type { KubeReads } from './KubeReads';

const MAX_PATH = 200;

interface Services {
  readonly store: Pick<LabStore, 'change'>;
  readonly kubeReads: KubeReads;
  readonly changes: ChangeRate;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Writes into a lab's activity that its Secrets were read, or that somebody who does
 * not own it used its cluster; once in a while, since programs poll. What was refused
 * is not there. Written before the answer is given out, so that none goes unrecorded.
 *
 * Each Secret and each list of them has a record of its own: one that was read first
 * must not stand for all others. Those records count as changes of the caller.
 *
 * @throws TooManyRequestsError when the caller reads too many Secrets
 */
export async function recordKubeUse(
  lab: LabRecord,
  request: KubeRequest,
  answer: { readonly as: KubeRole; readonly status: number },
  caller: LabCaller,
  { store, kubeReads, changes, onChanged, now }: Services,
): Promise<void> {
  const isOwner = ownsLab(caller, lab);
  const secrets = concernsSecrets(request);
  if (answer.status >= 400 || (isOwner && !secrets)) {
    return;
  }
  const { kind, method, path } = request;
  const verb = kind === 'read' ? 'read' : 'changed';
  const what = secrets ? 'Secrets were' : 'The cluster was';
  const isSecretRead = secrets && kind === 'read';
  await kubeReads.record(
    [
      lab.id,
      caller.userRef,
      kind,
      secrets ? 'secrets' : 'objects',
      isSecretRead ? subjectKey(request) : '',
    ],
    async () => {
      if (isSecretRead) {
        changes.count(caller);
      }
      await store.change(lab.id, now(), () => ({
        set: {},
        events: [
          {
            type: kind === 'read' ? 'lab.kube-read' : 'lab.kube-change',
            message: `${what} ${verb} through the portal${
              isOwner ? '' : ' by somebody who does not own the lab'
            }.`,
            actorRef: caller.userRef,
            data: {
              method,
              path: path.slice(0, MAX_PATH),
              as: answer.as,
              secrets,
            },
          },
        ],
      }));
      onChanged(lab.id);
    },
  );
}

/** Whether a caller is the owner of a lab, or in the group that is. */
export function ownsLab(caller: LabCaller, lab: LabRecord): boolean {
  return caller.ownershipRefs.includes(lab.ownerRef);
}
