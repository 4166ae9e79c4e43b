import type { Configuration } from '@kubernetes/client-node';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { clusterConfiguration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/kubernetes';

/**
 * Validates a count of a cluster's response, which the client does not.
 * @returns 0 for anything else
 */
export function wholeNumber(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : 0;
}

/**
 * The identity of the portal's requests. The group puts them into the flow schema
 * `exempt`, apart from those of users with the same certificate; an audit log of the
 * cluster distinguishes them, too.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export const AS_PORTAL = {
  'Impersonate-User': 'pyk8s-lab',
  'Impersonate-Group': 'system:masters',
};

/** For a response that is not a list of users' objects. */
export const SMALL_ANSWER = { maxBytes: 512 * 2 ** 10 };

/**
 * A client for the portal's own requests; each ends when the signal aborts.
 *
 * @param access - of an administrator
 * @param options - maxBytes: the maximum size of a response
 */
export function portalClient(
  access: ClusterAccess,
  signal: AbortSignal,
  options: { maxBytes?: number } = {},
): Configuration {
  return clusterConfiguration(access, {
    ...options,
    signal,
    headers: AS_PORTAL,
  });
}
