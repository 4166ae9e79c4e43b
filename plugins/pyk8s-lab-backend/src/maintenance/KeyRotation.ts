import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabStore } from '../database';
import type { KubeconfigVault } from '../kubeconfig/KubeconfigVault';

const BATCH = 100;

/**
 * Brings every stored kubeconfig under the first key of the ring, so that an old
 * key can be taken out of the config once this has found nothing left.
 */
export class KeyRotation {
  readonly #store: LabStore;
  readonly #vault: KubeconfigVault;
  readonly #logger: LoggerService;

  constructor(options: {
    store: LabStore;
    vault: KubeconfigVault;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#logger = options.logger;
  }

  async run(
    signal: AbortSignal,
  ): Promise<{ reencrypted: number; left: number }> {
    let reencrypted = 0;
    let left = 0;
    let after: string | undefined;
    while (!signal.aborted) {
      const rows = await this.#store.kubeconfigsNotOf(
        this.#vault.currentKeyId,
        { limit: BATCH, after },
      );
      for (const { id, kubeconfig } of rows) {
        try {
          reencrypted += (await this.#vault.reencrypt(id, kubeconfig)) ? 1 : 0;
        } catch (error) {
          left += 1;
          this.#logger.warn(
            `The kubeconfig of the lab ${id} stays as it is: ${
              (error as Error).message
            }`,
          );
        }
      }
      after = rows.at(-1)?.id;
      if (rows.length < BATCH) {
        break;
      }
    }
    if (reencrypted > 0) {
      this.#logger.info(
        `Re-encrypted ${reencrypted} kubeconfigs with the key "${
          this.#vault.currentKeyId
        }"`,
      );
    }
    return { reencrypted, left };
  }
}
