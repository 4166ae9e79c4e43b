import { InputError } from '@backstage/errors';
import type { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { EncryptionKey } from './LabSettings';

const MIN_SECRET_LENGTH = 16;

/** @throws InputError naming the key that is of no use; it never holds a secret */
export function readEncryptionKeys(root: StrictConfig): EncryptionKey[] {
  const ids = new Set<string>();
  return root
    .section('encryption', ['keys'])
    .sections('keys', ['id', 'secret'])
    .map(entry => {
      const id = entry.requiredString('id');
      const secret = entry.requiredString('secret');
      if (!/^[\w.-]{1,64}$/.test(id)) {
        throw new InputError(
          `${entry.keyOf(
            'id',
          )} must be 1 to 64 letters, digits, ".", "_" or "-"`,
        );
      }
      if (ids.has(id)) {
        throw new InputError(
          `${entry.keyOf(
            'id',
          )} is used twice: every key needs an id of its own`,
        );
      }
      ids.add(id);
      if (secret.length < MIN_SECRET_LENGTH) {
        throw new InputError(
          `${entry.keyOf(
            'secret',
          )} is too short: it needs at least ${MIN_SECRET_LENGTH} characters, such as the output of "openssl rand -base64 32"`,
        );
      }
      return { id, secret };
    });
}
