import type { OwnContainer } from './DockerHost';

/**
 * False for a container that has no network stack of its own, but the host's or that
 * of another container (`network_mode: service:…` in compose).
 */
export function canJoinNetworks({
  networkMode,
}: Pick<OwnContainer, 'networkMode'>): boolean {
  return networkMode !== 'host' && !networkMode.startsWith('container:');
}
