import { InputError, NotAllowedError } from '@backstage/errors';
import { labKubeconfigPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { KubeRole } from '../KubeRequest';

const PREFIX = 'impersonate-';
/** What API servers know; any other header of the prefix they would ignore. */
const KNOWN = /^impersonate-(?:user|uid|group|extra-.+)$/;
/** API servers read the first of several, other programs on the way the last. */
const SINGLE = ['impersonate-user', 'impersonate-uid'];
/** Clients send some ten. Of too many, some versions of Node.js silently drop the rest. */
const MAX_HEADERS = 500;

/**
 * The headers of a request that ask the API server to answer as somebody else
 * (`kubectl --as`). They are honored as with the cluster's own kubeconfig or the
 * request fails: an answer as the administrator would be silently wrong.
 *
 * Values stay separate: a group's name may hold a comma.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 * @throws NotAllowedError for anybody but the administrator of the cluster
 * @throws InputError
 */
export function impersonationHeaders(
  { headersDistinct, rawHeaders }: IncomingMessage,
  role: KubeRole,
): OutgoingHttpHeaders {
  if (rawHeaders.length / 2 > MAX_HEADERS) {
    throw new InputError(
      `The request has more than ${MAX_HEADERS} headers, the maximum that the portal forwards.`,
    );
  }
  const headers = Object.entries(headersDistinct).filter(([name]) =>
    name.startsWith(PREFIX),
  );
  if (headers.length === 0) {
    return {};
  }
  if (role !== 'owner') {
    throw new NotAllowedError(
      `Acting as somebody else (kubectl --as, --as-group, --as-uid) needs the permission ${labKubeconfigPermission.name}: you may only view this lab.`,
    );
  }
  const unknown = headers.find(([name]) => !KNOWN.test(name));
  if (unknown) {
    throw new InputError(
      `The header "${unknown[0]}" is not one that Kubernetes knows: Impersonate-User, -Uid, -Group, or -Extra-<key>.`,
    );
  }
  const repeated = headers.find(
    ([name, values]) => SINGLE.includes(name) && values && values.length > 1,
  );
  if (repeated) {
    throw new InputError(`The header "${repeated[0]}" must be sent once.`);
  }
  return Object.fromEntries(headers);
}
