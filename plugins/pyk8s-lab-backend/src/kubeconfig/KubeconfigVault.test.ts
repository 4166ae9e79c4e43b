import { mockServices } from '@backstage/backend-test-utils';
import { aLab } from '../__testUtils__/builders';
import type { EncryptedKubeconfig, LabRecord } from '../database';
import { KeyRing } from './KeyRing';
import { KubeconfigVault } from './KubeconfigVault';

const OLD = { id: 'old', secret: 'an old secret, for tests only' };
const NEW = { id: 'new', secret: 'a new secret, for tests only' };
const lab = aLab();

/** A vault over one stored kubeconfig, encrypted with the old key. */
function world(options: {
  keys: { id: string; secret: string }[];
  stored?: EncryptedKubeconfig;
  readFromCluster?: (lab: LabRecord) => Promise<string>;
}) {
  let stored = options.stored ?? new KeyRing([OLD]).encrypt(lab.id, 'secret');
  const logger = mockServices.logger.mock();
  const vault = KubeconfigVault.create({
    logger,
    keyRing: new KeyRing(options.keys),
    readFromCluster:
      options.readFromCluster ?? (async () => 'from the cluster'),
    store: {
      get: async () => lab,
      kubeconfig: async () => stored,
      replaceKubeconfig: async (_id, previous, next) => {
        const same = previous.ciphertext === stored.ciphertext;
        stored = same ? next : stored;
        return same;
      },
    },
  });
  const logged = () =>
    JSON.stringify([logger.error.mock.calls, logger.warn.mock.calls]);
  return { vault, stored: () => stored, logged };
}

const tampered = () => {
  const { ciphertext, keyId } = new KeyRing([OLD]).encrypt(lab.id, 'secret');
  const bytes = Buffer.from(ciphertext, 'base64');
  bytes[bytes.length - 1] += 1;
  return { ciphertext: bytes.toString('base64'), keyId };
};

describe('KubeconfigVault', () => {
  it('reads what an older key of the ring has encrypted', async () => {
    const { vault } = world({ keys: [NEW, OLD] });
    expect(await vault.read(lab)).toBe('secret');
  });

  it('encrypts anew with the first key', async () => {
    const { vault, stored } = world({ keys: [NEW, OLD] });
    expect(await vault.reencrypt(lab.id, stored())).toBe(true);
    expect(stored().keyId).toBe('new');
    expect(new KeyRing([NEW]).decrypt(lab.id, stored())).toBe('secret');
  });

  it('leaves alone what was replaced meanwhile', async () => {
    const { vault, stored } = world({ keys: [NEW, OLD] });
    const seen = stored();
    await vault.reencrypt(lab.id, seen);
    expect(await vault.reencrypt(lab.id, seen)).toBe(false);
  });

  it('reads from the cluster again what was encrypted with a key that is gone', async () => {
    const { vault, stored, logged } = world({ keys: [NEW] });
    expect(await vault.read(lab)).toBe('from the cluster');
    expect(new KeyRing([NEW]).decrypt(lab.id, stored())).toBe(
      'from the cluster',
    );
    expect(logged()).toContain('The key \\"old\\"');
  });

  it('never gives out what was tampered with', async () => {
    const { vault, stored } = world({ keys: [OLD], stored: tampered() });
    expect(await vault.read(lab)).toBe('from the cluster');
    expect(new KeyRing([OLD]).decrypt(lab.id, stored())).toBe(
      'from the cluster',
    );
  });

  it('says both reasons when the cluster does not answer either', async () => {
    const { vault, stored, logged } = world({
      keys: [NEW],
      readFromCluster: async () => {
        throw new Error('the cluster is gone');
      },
    });
    const before = stored();
    const reading = vault.read(lab);
    await expect(reading).rejects.toThrow('The key "old"');
    await expect(reading).rejects.toThrow('the cluster is gone');
    expect(stored()).toBe(before);
    expect(logged()).not.toContain(before.ciphertext);
  });
});
