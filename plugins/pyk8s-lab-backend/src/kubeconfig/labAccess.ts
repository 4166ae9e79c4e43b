import { ConflictError } from '@backstage/errors';
import {
  readKubeconfig,
  type ClusterAccess,
  type KubeconfigReach,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from '../database';
import { type KubeconfigVault, CLUSTER_TIMEOUT_MS } from './KubeconfigVault';
import type { Clusters } from '../clusters/Clusters';

/** Which kubeconfig of a lab. */
export interface KubeconfigOptions {
  /** The cluster's administrator, or somebody who can look and change nothing. */
  readonly for: 'owner' | 'viewer';
  /** From where its address works; from people's machines unless given. */
  readonly reach?: KubeconfigReach;
}

/**
 * The stored access to a running lab, or one that is made for a viewer. What is
 * stored is for people: the portal's own has an address that may be another after a
 * restart of the portal or of Docker, so the provider is asked for it each time.
 *
 * @throws ConflictError when none is stored yet
 */
export async function labAccess(
  lab: LabRecord,
  options: KubeconfigOptions,
  services: {
    readonly vault: KubeconfigVault;
    readonly clusters: Clusters;
  },
): Promise<ClusterAccess> {
  const { vault, clusters } = services;
  const { reach } = options;
  const signal = AbortSignal.timeout(CLUSTER_TIMEOUT_MS);
  if (options.for === 'viewer') {
    const { expiresAt } = lab;
    return readKubeconfig(
      await clusters.of(lab).viewerKubeconfig({ expiresAt, reach, signal }),
    );
  }
  if (reach === 'portal') {
    return readKubeconfig(await clusters.of(lab).kubeconfig({ reach, signal }));
  }
  const stored = await vault.read(lab);
  if (stored === undefined) {
    throw new ConflictError(
      `The lab "${lab.name}" has no kubeconfig yet: try again in a moment.`,
    );
  }
  return stored;
}
