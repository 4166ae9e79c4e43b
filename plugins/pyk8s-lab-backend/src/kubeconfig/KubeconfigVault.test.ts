import { mockServices } from '@backstage/backend-test-utils';
import { readKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { stringify } from 'yaml';
import { aLab } from '../__testUtils__/builders';
import type { EncryptedKubeconfig, LabRecord } from '../database';
import { KeyRing } from './KeyRing';
import { KubeconfigVault, sealAccess } from './KubeconfigVault';

const OLD = { id: 'old', secret: 'an old secret, for tests only' };
const NEW = { id: 'new', secret: 'a new secret, for tests only' };
const lab = aLab();

const SERVER = 'https://localhost:6443';
const STORED = { server: SERVER, user: { token: 'stored' } };
const FROM_CLUSTER = { server: SERVER, user: { token: 'from-the-cluster' } };

const kubeconfigOf = (user: object) =>
  stringify({
    clusters: [{ name: 'c', cluster: { server: SERVER } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
const exec = { command: 'touch', args: ['/tmp/canary'] };

/** A vault over one stored kubeconfig, encrypted with the old key. */
function world(options: {
  keys: { id: string; secret: string }[];
  stored?: EncryptedKubeconfig;
  readFromCluster?: (lab: LabRecord) => Promise<string>;
}) {
  let stored = options.stored ?? sealAccess(new KeyRing([OLD]), lab.id, STORED);
  const logger = mockServices.logger.mock();
  const vault = new KubeconfigVault({
    logger,
    keyRing: new KeyRing(options.keys),
    readFromCluster:
      options.readFromCluster ?? (async () => kubeconfigOf(FROM_CLUSTER.user)),
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

const open = (key: typeof OLD, stored: EncryptedKubeconfig) =>
  readKubeconfig(new KeyRing([key]).decrypt(lab.id, stored));

const tampered = () => {
  const { ciphertext, keyId } = sealAccess(new KeyRing([OLD]), lab.id, STORED);
  const bytes = Buffer.from(ciphertext, 'base64');
  bytes[bytes.length - 1] += 1;
  return { ciphertext: bytes.toString('base64'), keyId };
};

describe('KubeconfigVault', () => {
  it('reads what an older key of the ring has encrypted', async () => {
    const { vault } = world({ keys: [NEW, OLD] });
    expect(await vault.read(lab)).toEqual(STORED);
  });

  it('encrypts again with the first key', async () => {
    const { vault, stored } = world({ keys: [NEW, OLD] });
    expect(await vault.reencrypt(lab.id, stored())).toBe(true);
    expect(stored().keyId).toBe('new');
    expect(open(NEW, stored())).toEqual(STORED);
  });

  it('leaves alone what was replaced meanwhile', async () => {
    const { vault, stored } = world({ keys: [NEW, OLD] });
    const seen = stored();
    await vault.reencrypt(lab.id, seen);
    expect(await vault.reencrypt(lab.id, seen)).toBe(false);
  });

  it('reads from the cluster again what was encrypted with a key that is gone', async () => {
    const { vault, stored, logged } = world({ keys: [NEW] });
    expect(await vault.read(lab)).toEqual(FROM_CLUSTER);
    expect(open(NEW, stored())).toEqual(FROM_CLUSTER);
    expect(logged()).toContain('The key \\"old\\"');
  });

  it('never gives out what was tampered with', async () => {
    const { vault, stored } = world({ keys: [OLD], stored: tampered() });
    expect(await vault.read(lab)).toEqual(FROM_CLUSTER);
    expect(open(OLD, stored())).toEqual(FROM_CLUSTER);
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

  describe('with a row that an earlier version has stored', () => {
    const storedAs = (user: object) =>
      new KeyRing([OLD]).encrypt(lab.id, kubeconfigOf(user));

    it('gives out nothing but its known fields, and stores nothing else', async () => {
      const { vault, stored } = world({
        keys: [NEW, OLD],
        stored: storedAs({ token: 'stored', exec }),
      });
      expect(await vault.read(lab)).toEqual(STORED);
      await vault.reencrypt(lab.id, stored());
      expect(new KeyRing([NEW]).decrypt(lab.id, stored())).not.toContain(
        'canary',
      );
    });

    it('reads from the cluster again what signs in by a program', async () => {
      const { vault, stored } = world({
        keys: [OLD],
        stored: storedAs({ exec }),
      });
      expect(await vault.read(lab)).toEqual(FROM_CLUSTER);
      expect(open(OLD, stored())).toEqual(FROM_CLUSTER);
    });

    it('gives out nothing where the cluster still says so', async () => {
      const { vault } = world({
        keys: [OLD],
        stored: storedAs({ exec }),
        readFromCluster: async () => kubeconfigOf({ exec }),
      });
      await expect(vault.read(lab)).rejects.toThrow('neither by a certificate');
    });
  });
});
