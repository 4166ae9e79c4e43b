import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EncryptedKubeconfig, LabRecord, LabStore } from '../database';
import type { KeyRing } from './KeyRing';

/** The dependencies of a {@link KubeconfigVault}. */
export interface KubeconfigVaultOptions {
  readonly store: Pick<LabStore, 'get' | 'kubeconfig' | 'replaceKubeconfig'>;
  readonly keyRing: KeyRing;
  readonly logger: LoggerService;
  /** Reads the administrator's kubeconfig from the cluster itself. */
  readonly readFromCluster: (lab: LabRecord) => Promise<string>;
}

/**
 * Keeps the kubeconfigs of labs. One that cannot be decrypted, because its key has
 * gone or because it was tampered with, is never given out: it is read from the
 * cluster again, and stored anew.
 */
export class KubeconfigVault {
  readonly #options: KubeconfigVaultOptions;

  static create(options: KubeconfigVaultOptions): KubeconfigVault {
    return new KubeconfigVault(options);
  }

  private constructor(options: KubeconfigVaultOptions) {
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
  async read(lab: LabRecord): Promise<string | undefined> {
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
    const text = await this.#open(lab, stored);
    return store.replaceKubeconfig(id, stored, keyRing.encrypt(id, text));
  }

  async #open(lab: LabRecord, stored: EncryptedKubeconfig): Promise<string> {
    const { store, keyRing, logger, readFromCluster } = this.#options;
    let refusal: Error;
    try {
      return keyRing.decrypt(lab.id, stored);
    } catch (error) {
      refusal = error as Error;
      logger.error(`${refusal.message} It is read from the cluster again.`, {
        labId: lab.id,
      });
    }
    let text: string;
    try {
      text = await readFromCluster(lab);
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
      keyRing.encrypt(lab.id, text),
    );
    return text;
  }
}
