/** What kind, and the docker command that it calls, need of the portal's environment. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  // How to talk to the Docker daemon.
  'DOCKER_API_VERSION',
  'DOCKER_CERT_PATH',
  'DOCKER_CONFIG',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'SSH_AUTH_SOCK',
  // kind hands the proxy on to the nodes.
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/**
 * The environment that kind gets: chosen, so that nothing set for the portal
 * (KUBECONFIG, KIND_CLUSTER_NAME, KIND_EXPERIMENTAL_DOCKER_NETWORK, secrets)
 * changes what it does or leaks into it.
 *
 * @param own - the portal's environment
 * @param dockerHost - the daemon that the portal itself looks at, so that both are
 *   the same, whatever Docker context is in use
 */
export function kindEnvironment(
  own: NodeJS.ProcessEnv,
  dockerHost: string,
): Record<string, string> {
  const environment: Record<string, string> = {
    DOCKER_HOST: dockerHost,
    // Without it, kind takes podman or nerdctl where it finds no docker command.
    KIND_EXPERIMENTAL_PROVIDER: 'docker',
  };
  for (const name of PASSED_ON) {
    const value = own[name];
    if (value !== undefined) {
      environment[name] = value;
    }
  }
  return environment;
}
