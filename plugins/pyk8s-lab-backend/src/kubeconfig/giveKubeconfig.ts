import { ConflictError } from '@backstage/errors';
import {
  type ClusterAccess,
  writeKubeconfig,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers/LabCaller';
import type { Clusters } from '../clusters/Clusters';
import type { LabRecord, LabStore } from '../database';
import type { KubeconfigVault } from './KubeconfigVault';
import type { ChangeRate } from '../throttling/ChangeRate';
import { whatToDo } from '../running/beginUse';
import { isKubernetesPlugin } from './kubeconfigRights';
import { labAccess, type KubeconfigOptions } from './labAccess';

interface Services {
  readonly store: LabStore;
  readonly vault: KubeconfigVault;
  readonly clusters: Clusters;
  readonly changes: ChangeRate;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * The kubeconfig of a running lab, and the name of its file.
 * @throws ConflictError until the lab is RUNNING
 */
export async function giveKubeconfig(
  lab: LabRecord,
  caller: LabCaller,
  options: KubeconfigOptions,
  services: Services,
): Promise<{ fileName: string; yaml: string }> {
  if (lab.status !== 'RUNNING') {
    throw new ConflictError(
      `The lab "${lab.name}" has a kubeconfig while it is RUNNING; it is ${
        lab.status
      }.${whatToDo(lab)}`,
    );
  }
  const isViewer = options.for === 'viewer';
  // Requests of the portal's own pages do not count as use of the lab.
  const isPortal = isViewer && isKubernetesPlugin(caller);
  if (!isPortal) {
    services.changes.count(caller);
  }
  const name = isViewer ? `${lab.name}-viewer` : lab.name;
  const yaml = userKubeconfig(await labAccess(lab, options, services), name);
  if (isPortal) {
    caller.rights?.assertAllowed?.(lab);
  } else {
    // Recorded before it is given out, so that no read goes unrecorded.
    await record(lab.id, caller, options, services);
  }
  return { fileName: `${name}.kubeconfig`, yaml };
}

async function record(
  id: string,
  caller: LabCaller,
  options: KubeconfigOptions,
  { store, onChanged, now }: Services,
): Promise<void> {
  const at = now();
  await store.change(id, at, current => {
    caller.rights?.assertAllowed?.(current);
    return {
      set: { lastActiveAt: at },
      events: [
        {
          type: 'lab.kubeconfig-read',
          message:
            options.for === 'viewer'
              ? 'A read-only kubeconfig was created.'
              : 'The kubeconfig was read.',
          actorRef: caller.userRef,
          data: { for: options.for, reach: options.reach ?? 'people' },
        },
      ],
    };
  });
  onChanged(id);
}

/**
 * The kubeconfig that a person gets, composed of the known fields of a cluster's
 * access. Its context, cluster and user are named `kind-<lab>` after kind's custom,
 * rather than after the cluster name, which says nothing to people.
 *
 * @param labName - the lab's name, an RFC 1123 label
 */
function userKubeconfig(access: ClusterAccess, labName: string): string {
  const name = `kind-${labName}`;
  return writeKubeconfig(access, { cluster: name, user: name });
}
