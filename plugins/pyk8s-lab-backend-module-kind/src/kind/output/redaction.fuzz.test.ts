import { createHash } from 'node:crypto';
import { redact } from './redaction';

/** Starts of the patterns, and characters that make them backtrack. */
const PIECES = [
  '-',
  '--',
  '.',
  ':',
  '"',
  '\\"',
  "'",
  '://',
  '://@',
  '@',
  '=',
  'a',
  'a.',
  '_',
  'eyJ',
  'eyJ-',
  'eyJaaaaaaaa.',
  'eyJaaaaaaaa.aa',
  'abcdef.',
  'LS0tLS1CRUdJTi',
  '-----BEGIN ',
  '-----END ',
  'PRIVATE KEY',
  'Bearer ',
  'Basic a',
  '--token',
  'certificate-',
  'token',
  'password',
  'auth',
  '\t',
  ' ',
];

/** Secrets as in logs, and the part that must be redacted. */
const SECRETS = [
  ['joining with abcdef.0123456789abcdef', '0123456789abcdef'],
  ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk', 'eyJzdWIiOiJ4In0'],
  ['x=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.', 'eyJzdWIiOiJ4In0'],
  ['jwt-eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk', 'eyJzdWIiOiJ4In0'],
  ['a.b.eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk', 'eyJzdWIiOiJ4In0'],
  ['http://me:hunter2@proxy.example.com:3128', 'hunter2'],
  ['DB_PASSWORD=hunter2', 'hunter2'],
  ['LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk', 'BSU0EgUFJJVkFURS'],
] as const;

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let count = 0;
  return below => {
    const hash = createHash('sha256').update(`${seed} ${count++}`).digest();
    return hash.readUInt32BE(0) % below;
  };
}

describe('redact, with input that makes patterns backtrack', () => {
  it.each(Array.from({ length: 300 }, (_, seed) => seed))(
    'finds the secret in line %i',
    seed => {
      const next = numbers(seed);
      const noise = () =>
        Array.from({ length: 1 + next(4) }, () =>
          PIECES[next(PIECES.length)].repeat(1 + next(200)),
        ).join('');
      const [text, secret] = SECRETS[next(SECRETS.length)];
      const line = `${noise()} ${text} ${noise()}`;

      const once = redact(line);

      expect(once).toContain('[redacted]');
      expect(once).not.toContain(secret);
      expect(once.split('\n')).toHaveLength(1);
    },
  );

  it.each(PIECES)('ends for repetitions of %j, and adds nothing', piece => {
    const line = piece.repeat(65_536 / piece.length);

    expect(redact(line).length).toBeLessThanOrEqual(line.length);
  });
});
