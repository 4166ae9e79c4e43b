import type { Knex } from 'knex';
import type { EncryptedKubeconfig } from '../LabRecord';

/** Labs with a kubeconfig that is not encrypted with a key, by their ids. */
export async function kubeconfigsNotOf(
  db: Knex,
  keyId: string,
  page: { limit: number; after?: string },
): Promise<{ id: string; kubeconfig: EncryptedKubeconfig }[]> {
  const rows: { id: string; kubeconfig: string; kubeconfig_key_id: string }[] =
    await db('labs')
      .whereNotNull('kubeconfig')
      .whereNot({ kubeconfig_key_id: keyId })
      .where('id', '>', page.after ?? '')
      .orderBy('id')
      .limit(page.limit)
      .select('id', 'kubeconfig', 'kubeconfig_key_id');
  return rows.map(row => ({
    id: row.id,
    kubeconfig: { ciphertext: row.kubeconfig, keyId: row.kubeconfig_key_id },
  }));
}

/**
 * Puts one ciphertext in the place of another. The lab's version stays: nothing
 * that anybody can see has changed.
 */
export async function replaceKubeconfig(
  db: Knex,
  id: string,
  previous: EncryptedKubeconfig,
  next: EncryptedKubeconfig,
): Promise<boolean> {
  const changed = await db('labs')
    .where({ id, kubeconfig: previous.ciphertext })
    .update({ kubeconfig: next.ciphertext, kubeconfig_key_id: next.keyId });
  return changed === 1;
}
