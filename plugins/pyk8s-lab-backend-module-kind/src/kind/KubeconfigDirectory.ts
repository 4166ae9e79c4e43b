import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefixOf = (clusterName: string) => `pyk8s-lab-${clusterName}-`;

/**
 * Provides a temporary kubeconfig file for a call of kind: kind locks the file, and
 * must not touch the one of the portal's user. The directory is private and removed
 * afterwards.
 */
export async function withKubeconfigFile<T>(
  clusterName: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  // mkdtemp creates it with mode 0700, and kind creates the file with 0600.
  const directory = await mkdtemp(join(tmpdir(), prefixOf(clusterName)));
  try {
    return await use(join(directory, 'kubeconfig'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Removes kubeconfigs of a cluster that a killed portal has left. */
export async function removeKubeconfigFiles(
  clusterName: string,
): Promise<void> {
  const prefix = prefixOf(clusterName);
  for (const entry of await readdir(tmpdir())) {
    if (entry.startsWith(prefix)) {
      await rm(join(tmpdir(), entry), { recursive: true, force: true }).catch(
        // A directory of another user is not the portal's.
        () => undefined,
      );
    }
  }
}
