import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { EncryptedKubeconfig } from '../database';

const ALGORITHM = 'aes-256-gcm';
// NIST SP 800-38D: 96 bits is the length that GCM is specified for.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what is secret about a lab, with AES-256-GCM. The first key of the
 * ring encrypts; every key of it decrypts. The lab's id is authenticated with
 * the text, so that a ciphertext that was moved to another lab is refused.
 */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #currentId: string;

  /** @param keys - at least one, with ids of their own */
  constructor(keys: readonly { id: string; secret: string }[]) {
    if (keys.length === 0) {
      throw new Error('A key ring needs a key.');
    }
    this.#currentId = keys[0].id;
    this.#keys = new Map(
      keys.map(({ id, secret }) => [
        id,
        // Secrets are of any length and of high entropy: HKDF (RFC 5869) makes
        // keys of the right length of them.
        Buffer.from(hkdfSync('sha256', secret, '', 'pyk8s-lab kubeconfig', 32)),
      ]),
    );
  }

  /** The id of the key that encrypts. */
  get currentId(): string {
    return this.#currentId;
  }

  encrypt(labId: string, text: string): EncryptedKubeconfig {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(
      ALGORITHM,
      this.#key(this.#currentId),
      nonce,
    ).setAAD(Buffer.from(labId));
    const encrypted = Buffer.concat([
      cipher.update(text, 'utf8'),
      cipher.final(),
    ]);
    return {
      ciphertext: Buffer.concat([
        nonce,
        cipher.getAuthTag(),
        encrypted,
      ]).toString('base64'),
      keyId: this.#currentId,
    };
  }

  /**
   * @throws Error when the key is not in the ring, or the ciphertext was changed;
   *   the message holds neither
   */
  decrypt(labId: string, { ciphertext, keyId }: EncryptedKubeconfig): string {
    const key = this.#key(keyId);
    const bytes = Buffer.from(ciphertext, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(ALGORITHM, key, nonce, {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(labId))
        .setAuthTag(tag);
      return Buffer.concat([
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    } catch {
      // The cause says nothing more, and nothing of it belongs in a log.
      throw new Error(
        `The stored kubeconfig of the lab ${labId} cannot be decrypted with the key "${keyId}": it was changed, or the secret of that key was.`,
      );
    }
  }

  #key(id: string): Buffer {
    const key = this.#keys.get(id);
    if (!key) {
      throw new Error(
        `The key "${id}" that a kubeconfig was encrypted with is not in pyk8sLab.encryption.keys: add it there again.`,
      );
    }
    return key;
  }
}
