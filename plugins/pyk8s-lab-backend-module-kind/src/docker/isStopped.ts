/**
 * Whether a container does not run, keeps what is on it, and can be started.
 * @param container - state: as Docker calls it
 * @see https://docs.docker.com/reference/cli/docker/container/ls/#status
 */
export function isStopped({ state }: { readonly state: string }): boolean {
  return ['exited', 'created', 'dead'].includes(state);
}
