import type { DockerEndpoint } from '../docker/connection/dockerContext';
import { PROXIES, withoutUserinfo } from './dockerProxies';

/** The variables that kind and its docker command need. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  // The connection to the Docker daemon.
  'DOCKER_API_VERSION',
  'DOCKER_CONFIG',
  'SSH_AUTH_SOCK',
  // kind passes the proxy to the nodes.
  ...PROXIES,
  'NO_PROXY',
  'no_proxy',
];

/**
 * The environment of kind. It is an allow list, so that variables of the portal
 * (KUBECONFIG, KIND_CLUSTER_NAME, KIND_EXPERIMENTAL_DOCKER_NETWORK, secrets) neither
 * change kind's behavior nor leak. Proxies come without user and password: the owner
 * of a lab reads the environment of its nodes.
 *
 * @param own - the portal's environment
 * @param endpoint - the portal's daemon: kind must use the same one, whatever Docker
 *   context is selected
 */
export function kindEnvironment(
  own: NodeJS.ProcessEnv,
  { address, tls }: DockerEndpoint,
): Record<string, string> {
  const environment: Record<string, string> = {
    // Overrides DOCKER_CONTEXT and `docker context use`.
    DOCKER_HOST: address,
    ...(tls && {
      DOCKER_CERT_PATH: tls.directory,
      [tls.verify ? 'DOCKER_TLS_VERIFY' : 'DOCKER_TLS']: '1',
    }),
    // Without it kind uses podman or nerdctl when it finds no docker command.
    KIND_EXPERIMENTAL_PROVIDER: 'docker',
  };
  for (const name of PASSED_ON) {
    const value = own[name];
    if (value !== undefined) {
      environment[name] = PROXIES.includes(name)
        ? withoutUserinfo(value)
        : value;
    }
  }
  return environment;
}
