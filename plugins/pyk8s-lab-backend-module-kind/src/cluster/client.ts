import {
  createConfiguration,
  ServerConfiguration,
  type Configuration,
  type RequestContext,
} from '@kubernetes/client-node';
import {
  connectionOptions,
  type ClusterAccess,
  type ClusterConnectionOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Who the portal is to the API server. The group puts its requests into the flow
 * schema `exempt`, apart from those of people, who use the same certificate; and
 * an audit log of the cluster tells them apart, too.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
const AS_PORTAL = {
  'Impersonate-User': 'pyk8s-lab',
  'Impersonate-Group': 'system:masters',
};

/**
 * A client for the portal's own requests, of which every one ends when the signal
 * aborts.
 *
 * @param access - an administrator's
 */
export function portalClient(
  access: ClusterAccess,
  signal: AbortSignal,
): Configuration {
  const { agent, headers } = portalConnection(access);
  const { httpApi } = createConfiguration();
  return createConfiguration({
    baseServer: new ServerConfiguration(access.server, {}),
    httpApi: {
      send: (request: RequestContext) => {
        request.setSignal(signal);
        request.setAgent(agent);
        for (const [name, value] of Object.entries(headers)) {
          request.setHeaderParam(name, value);
        }
        return httpApi.send(request);
      },
    },
  });
}

/**
 * What the portal's own requests are made with that are no call of the client's,
 * which reads each answer whole.
 *
 * @param access - an administrator's
 */
export function portalConnection(
  access: ClusterAccess,
): ClusterConnectionOptions {
  const { agent, headers } = connectionOptions(access);
  return { agent, headers: { ...headers, ...AS_PORTAL } };
}
