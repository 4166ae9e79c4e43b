import type { DockerEndpoint } from '../docker/connection/dockerContext';
import { PROXIES, withoutUserinfo } from './dockerProxies';

/** What kind, and the docker command that it calls, need of the portal's environment. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  // How to talk to the Docker daemon.
  'DOCKER_API_VERSION',
  'DOCKER_CONFIG',
  'SSH_AUTH_SOCK',
  // kind hands the proxy on to the nodes.
  ...PROXIES,
  'NO_PROXY',
  'no_proxy',
];

/**
 * The environment that kind gets: chosen, so that nothing set for the portal
 * (KUBECONFIG, KIND_CLUSTER_NAME, KIND_EXPERIMENTAL_DOCKER_NETWORK, secrets)
 * changes what it does or leaks into it. Proxies come without user and password:
 * the owner of a lab reads the environment of its nodes.
 *
 * @param own - the portal's environment
 * @param endpoint - the daemon that the portal itself uses: kind must use no other,
 *   whatever Docker context is selected
 */
export function kindEnvironment(
  own: NodeJS.ProcessEnv,
  { address, tls }: DockerEndpoint,
): Record<string, string> {
  const environment: Record<string, string> = {
    // It has priority over DOCKER_CONTEXT and `docker context use`.
    DOCKER_HOST: address,
    ...(tls && {
      DOCKER_CERT_PATH: tls.directory,
      [tls.verify ? 'DOCKER_TLS_VERIFY' : 'DOCKER_TLS']: '1',
    }),
    // Without it, kind takes podman or nerdctl where it finds no docker command.
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
