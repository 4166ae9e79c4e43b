import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { labLogsPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import { OPERATIONS } from '../access/operations';
import type { Decide } from '../access/RightsWatch';
import type { LabGate } from '../access/LabGate';
import type { KubeconfigOptions } from './labAccess';

/** Backstage's Kubernetes plugin, as what it calls itself. */
const KUBERNETES_PLUGIN = 'plugin:kubernetes';

/**
 * Decides who has a kubeconfig. The viewer's, for the portal, is also for those who may
 * see the lab and its logs, where the Kubernetes plugin asks in their name: it asks each
 * time whether they may see the lab, and shows them no token. Other plugins might, such
 * as one that runs templates of people's own.
 *
 * @throws NotFoundError or NotAllowedError
 */
export function decideKubeconfig(
  id: string,
  options: KubeconfigOptions,
  gate: LabGate,
): Decide {
  const { permission, action } = OPERATIONS.getKubeconfig;
  return async caller => {
    try {
      return await gate.assertMay(action, permission, id, caller);
    } catch (error) {
      const isToLook =
        options.for === 'viewer' &&
        options.reach === 'portal' &&
        isKubernetesPlugin(caller);
      if (!isToLook || !isError(error) || error.name !== 'NotAllowedError') {
        throw error;
      }
      // What looks on in a cluster can read logs there.
      return gate.assertMay(
        'look into it with its logs',
        labLogsPermission,
        id,
        caller,
      );
    }
  };
}

/** Whether it is that plugin that calls, on behalf of a person. */
export function isKubernetesPlugin({ credentials }: LabCaller): boolean {
  const { principal } = credentials;
  return isUser(principal) && principal.actor?.subject === KUBERNETES_PLUGIN;
}

function isUser(principal: unknown): principal is BackstageUserPrincipal {
  return (
    typeof principal === 'object' &&
    principal !== null &&
    'type' in principal &&
    principal.type === 'user'
  );
}
