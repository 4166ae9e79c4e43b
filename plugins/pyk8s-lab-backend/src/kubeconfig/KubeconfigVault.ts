import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type ClusterAccess,
  readKubeconfig,
  writeKubeconfig,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { EncryptedKubeconfig, LabRecord, LabStore } from '../database';
import type { KeyRing } from './KeyRing';

/** The timeout of reading a kubeconfig, or of creating a token. */
export const CLUSTER_TIMEOUT_MS = 15_000;

/** The dependencies of a {@link KubeconfigVault}. */
export interface KubeconfigVaultOptions {
  readonly store: Pick<LabStore, 'get' | 'kubeconfig' | 'replaceKubeconfig'>;
  readonly keyRing: KeyRing;
  readonly logger: LoggerService;
  /** Reads the administrator's kubeconfig from the cluster itself. */
  readonly readFromCluster: (lab: LabRecord) => Promise<string>;
}

/** Names the parts of a stored kubeconfig; people's have names of their own. */
const STORED_NAMES = { cluster: 'lab', user: 'lab' };

/**
 * Keeps the credentials of labs, as kubeconfigs. One that cannot be decrypted, because
 * its key has gone or because it was tampered with, is never given out: it is read
 * from the cluster and stored again. So is one that signs in by a program or a
 * file, which earlier versions stored as the lab's owner had left it in the cluster.
 */
export class KubeconfigVault {
  readonly #options: KubeconfigVaultOptions;

  constructor(options: KubeconfigVaultOptions) {
    this.#options = options;
  }

  /** The id of the key that encrypts. */
  get currentKeyId(): string {
    return this.#options.keyRing.currentId;
  }

  /**
   * @returns undefined when none is stored
   * @throws Error when it can neither be decrypted nor read from the cluster
   */
  async read(lab: LabRecord): Promise<ClusterAccess | undefined> {
    const stored = await this.#options.store.kubeconfig(lab.id);
    return stored && this.#open(lab, stored);
  }

  /**
   * Encrypts a stored kubeconfig with the current key.
   * @returns false when it has been replaced meanwhile
   * @throws Error when it can neither be decrypted nor read from the cluster
   */
  async reencrypt(id: string, stored: EncryptedKubeconfig): Promise<boolean> {
    const { store, keyRing } = this.#options;
    const lab = await store.get(id);
    if (!lab) {
      return false;
    }
    const access = await this.#open(lab, stored);
    return store.replaceKubeconfig(id, stored, sealAccess(keyRing, id, access));
  }

  async #open(
    lab: LabRecord,
    stored: EncryptedKubeconfig,
  ): Promise<ClusterAccess> {
    const { store, keyRing, logger, readFromCluster } = this.#options;
    let refusal: Error;
    try {
      return readKubeconfig(keyRing.decrypt(lab.id, stored));
    } catch (error) {
      refusal = error as Error;
      logger.error(`${refusal.message} It is read from the cluster again.`, {
        labId: lab.id,
      });
    }
    let access: ClusterAccess;
    try {
      access = readKubeconfig(await readFromCluster(lab));
    } catch (error) {
      throw new Error(
        `${refusal.message} Reading it from the cluster again failed as well: ${
          (error as Error).message
        }`,
        { cause: error },
      );
    }
    await store.replaceKubeconfig(
      lab.id,
      stored,
      sealAccess(keyRing, lab.id, access),
    );
    return access;
  }
}

/** Encrypts a kubeconfig that is composed of access to a cluster, to be stored. */
export function sealAccess(
  keyRing: KeyRing,
  labId: string,
  access: ClusterAccess,
): EncryptedKubeconfig {
  return keyRing.encrypt(labId, writeKubeconfig(access, STORED_NAMES));
}
