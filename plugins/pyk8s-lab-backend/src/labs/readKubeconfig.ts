import { ConflictError } from '@backstage/errors';
import type { LabRecord } from '../database';
import type { KubeconfigVault } from '../kubeconfig';
import { clusterRef, type LabProviders } from '../lifecycle';
import type { KubeconfigOptions } from './LabService';

/** How long somebody waits for a cluster to make a token. */
const VIEWER_TIMEOUT_MS = 15_000;

/**
 * The stored kubeconfig of a running lab, or one that is made for a viewer.
 * @throws ConflictError when none is stored yet
 */
export async function readKubeconfig(
  lab: LabRecord,
  options: KubeconfigOptions,
  services: {
    readonly vault: KubeconfigVault;
    readonly providers: LabProviders;
    readonly instanceId: string;
  },
): Promise<string> {
  const { vault, providers, instanceId } = services;
  if (options.for === 'viewer') {
    return providers
      .get(lab.provider)
      .viewerKubeconfig(clusterRef(instanceId, lab), {
        expiresAt: lab.expiresAt,
        signal: AbortSignal.timeout(VIEWER_TIMEOUT_MS),
      });
  }
  const stored = await vault.read(lab);
  if (stored === undefined) {
    throw new ConflictError(
      `The lab "${lab.name}" has no kubeconfig yet: try again in a moment.`,
    );
  }
  return stored;
}
