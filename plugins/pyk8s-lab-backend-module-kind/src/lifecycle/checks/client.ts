import type { Configuration } from '@kubernetes/client-node';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { clusterConfiguration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/kubernetes';

/**
 * A count that a cluster gives out, of which the client does not check that it is one.
 * @returns 0 for anything else
 */
export function wholeNumber(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : 0;
}

/**
 * Who the portal is to the API server. The group puts its requests into the flow
 * schema `exempt`, apart from those of people, who use the same certificate; and
 * an audit log of the cluster tells them apart, too.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export const AS_PORTAL = {
  'Impersonate-User': 'pyk8s-lab',
  'Impersonate-Group': 'system:masters',
};

/** For an answer that is not a list of what people have made. */
export const SMALL_ANSWER = { maxBytes: 512 * 2 ** 10 };

/**
 * A client for the portal's own requests, of which every one ends when the signal
 * aborts.
 *
 * @param access - an administrator's
 * @param options - maxBytes: the largest answer that is read
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
