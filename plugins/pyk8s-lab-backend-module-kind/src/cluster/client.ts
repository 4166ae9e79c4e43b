import type { RequestOptions } from 'node:https';
import {
  createConfiguration,
  KubeConfig,
  ServerConfiguration,
  type Configuration,
  type RequestContext,
} from '@kubernetes/client-node';

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
 * @param kubeconfig - an administrator's, as YAML
 */
export function portalClient(
  kubeconfig: string,
  signal: AbortSignal,
): Configuration {
  const { config, server } = load(kubeconfig);
  const { httpApi } = createConfiguration();
  return createConfiguration({
    baseServer: new ServerConfiguration(server, {}),
    authMethods: { default: config },
    httpApi: {
      send: (request: RequestContext) => {
        request.setSignal(signal);
        for (const [name, value] of Object.entries(AS_PORTAL)) {
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
 * @param kubeconfig - an administrator's, as YAML
 */
export async function portalRequest(
  kubeconfig: string,
): Promise<{ server: string; options: RequestOptions }> {
  const { config, server } = load(kubeconfig);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return {
    server,
    options: { ...options, headers: { ...options.headers, ...AS_PORTAL } },
  };
}

/** @throws Error when it leads nowhere */
function load(kubeconfig: string): { config: KubeConfig; server: string } {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server;
  if (!server) {
    throw new Error('The kubeconfig names no server.');
  }
  return { config, server };
}
