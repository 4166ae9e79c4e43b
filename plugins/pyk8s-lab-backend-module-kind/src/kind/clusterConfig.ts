import { isIP } from 'node:net';
import { stringify } from 'yaml';
import type { Reach } from '../config/KindSettings';
import { kubeadmPatches } from './kubeadmPatches';

/** The settings of a cluster's configuration. */
export interface ClusterLayout {
  readonly workers: number;
  readonly apiPort: number;
  readonly reach: Reach;
}

/** Wildcard addresses, which a certificate cannot name. */
const UNSPECIFIED = ['0.0.0.0', '::'];

/**
 * The names and addresses in the API server's certificate. kubeadm adds those of the
 * node.
 */
function certificateNames({ listen, host }: Reach): string[] {
  const names = ['localhost', '127.0.0.1', '::1', host, listen];
  return [...new Set(names)].filter(name => !UNSPECIFIED.includes(name));
}

/**
 * kind's configuration of a cluster, as YAML. It contains no user input: users cannot
 * add mounts, ports or patches.
 */
export function clusterConfig({
  workers,
  apiPort,
  reach,
}: ClusterLayout): string {
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    networking: {
      apiServerAddress: reach.listen,
      apiServerPort: apiPort,
    },
    kubeadmConfigPatches: kubeadmPatches(certificateNames(reach)),
    nodes: [
      { role: 'control-plane' },
      ...Array.from({ length: workers }, () => ({ role: 'worker' })),
    ],
  });
}

/** An https URL; an IPv6 address is put in brackets. */
export function httpsUrl(host: string, port: number): string {
  return `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
