import { KeyRing } from './KeyRing';

const k1 = { id: 'k1', secret: 'the first secret of the tests' };
const k2 = { id: 'k2', secret: 'the second secret of the tests' };

describe('KeyRing', () => {
  it('decrypts what it encrypted, each time to another ciphertext', () => {
    const ring = new KeyRing([k1]);
    const one = ring.encrypt('lab', 'text – ünïcode');
    const two = ring.encrypt('lab', 'text – ünïcode');
    expect(ring.decrypt('lab', one)).toBe('text – ünïcode');
    expect(one.keyId).toBe('k1');
    expect(one.ciphertext).not.toBe(two.ciphertext);
    expect(Buffer.from(one.ciphertext, 'base64').includes('text')).toBe(false);
  });

  it('encrypts with the first key, and decrypts with each', () => {
    const old = new KeyRing([k1]).encrypt('lab', 'text');
    const ring = new KeyRing([k2, k1]);
    expect(ring.decrypt('lab', old)).toBe('text');
    expect(ring.encrypt('lab', 'text').keyId).toBe('k2');
  });

  it('names a key that is missing', () => {
    const old = new KeyRing([k1]).encrypt('lab', 'text');
    expect(() => new KeyRing([k2]).decrypt('lab', old)).toThrow(
      /The key "k1".*add it there again/,
    );
  });

  it.each([
    ['another lab', (c: string) => c, 'other'],
    ['a changed byte', flip(40), 'lab'],
    ['a changed tag', flip(13), 'lab'],
    ['a changed nonce', flip(0), 'lab'],
    ['a cut', (c: string) => c.slice(0, 20), 'lab'],
    ['nothing', () => '', 'lab'],
  ])('refuses %s', (_, change, labId) => {
    const ring = new KeyRing([k1]);
    const stored = ring.encrypt('lab', 'some text of a kubeconfig');
    const tampered = { ...stored, ciphertext: change(stored.ciphertext) };
    expect(() => ring.decrypt(labId, tampered)).toThrow(/cannot be decrypted/);
  });

  it('refuses the same id with another secret', () => {
    const stored = new KeyRing([k1]).encrypt('lab', 'text');
    const other = new KeyRing([{ id: 'k1', secret: k2.secret }]);
    expect(() => other.decrypt('lab', stored)).toThrow(/cannot be decrypted/);
  });
});

function flip(index: number) {
  return (ciphertext: string) => {
    const bytes = Buffer.from(ciphertext, 'base64');
    bytes[index] = 255 - bytes[index];
    return bytes.toString('base64');
  };
}
