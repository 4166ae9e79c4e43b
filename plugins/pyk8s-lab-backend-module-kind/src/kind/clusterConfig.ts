import { isIP } from 'node:net';
import { stringify } from 'yaml';
import type { Reach } from '../config/KindSettings';
import { kubeadmPatches } from './kubeadmPatches';

/** What a cluster is made of. */
export interface ClusterLayout {
  readonly workers: number;
  readonly apiPort: number;
  readonly reach: Reach;
}

/** Addresses that mean "every address": a certificate cannot name them. */
const UNSPECIFIED = ['0.0.0.0', '::'];

/**
 * The names and addresses that the API server's certificate is for. kubeadm adds
 * the node's own.
 */
function certificateNames({ listen, host }: Reach): string[] {
  const names = ['localhost', '127.0.0.1', '::1', host, listen];
  return [...new Set(names)].filter(name => !UNSPECIFIED.includes(name));
}

/**
 * kind's configuration of a cluster, as YAML. It holds nothing that a user typed:
 * no mount, port or patch of theirs can get in.
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
