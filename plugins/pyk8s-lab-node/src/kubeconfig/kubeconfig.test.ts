import { inspect } from 'node:util';
import { parse, stringify } from 'yaml';
import { testPem } from '../testUtils';
import { readCredentials, readKubeconfig } from './readKubeconfig';
import { writeKubeconfig } from './writeKubeconfig';

const CA = testPem('CERTIFICATE', 'ca');
const CERTIFICATE = testPem('CERTIFICATE', 'certificate');
const KEY = testPem('EC PRIVATE KEY', 'key');
const SERVER = 'https://localhost:6443';
const SIGNED_IN = {
  'client-certificate-data': CERTIFICATE,
  'client-key-data': KEY,
};

const inBase64 = (text: string) => Buffer.from(text).toString('base64');
const plain = (base64: string) => Buffer.from(base64, 'base64').toString();

/** A kubeconfig as kubeadm writes it, with changes. */
function kubeconfig(
  changes: { cluster?: object; user?: object; context?: object } = {},
  others: object = {},
) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: {},
    clusters: [
      {
        name: 'c',
        cluster: {
          server: SERVER,
          'certificate-authority-data': CA,
          ...changes.cluster,
        },
      },
    ],
    users: [{ name: 'u', user: changes.user ?? SIGNED_IN }],
    contexts: [
      { name: 'x', context: { cluster: 'c', user: 'u', ...changes.context } },
    ],
    'current-context': 'x',
    ...others,
  };
}

const ACCESS = {
  server: SERVER,
  authority: plain(CA),
  user: { certificate: plain(CERTIFICATE), key: plain(KEY) },
};
const COMPOSED = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [
    {
      name: 'lab',
      cluster: { server: SERVER, 'certificate-authority-data': CA },
    },
  ],
  users: [{ name: 'lab', user: SIGNED_IN }],
  contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
  'current-context': 'lab',
};

const compose = (text: string) =>
  parse(writeKubeconfig(readKubeconfig(text), { cluster: 'lab', user: 'lab' }));

const exec = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: 'touch',
  args: ['/tmp/canary'],
  env: [{ name: 'CANARY', value: '1' }],
  interactiveMode: 'Never',
};
const authProvider = {
  name: 'gcp',
  config: { 'cmd-path': 'touch', 'cmd-args': '/tmp/canary' },
};

describe('readKubeconfig', () => {
  it('takes the server, the certificates and the key', () => {
    expect(readKubeconfig(stringify(kubeconfig()))).toEqual(ACCESS);
    expect(readKubeconfig(JSON.stringify(kubeconfig()))).toEqual(ACCESS);
    expect(compose(stringify(kubeconfig()))).toEqual(COMPOSED);
  });

  it('accepts a token, or no credentials', () => {
    const withToken = kubeconfig({ user: { token: 'abc' } });
    expect(readKubeconfig(stringify(withToken)).user).toEqual({ token: 'abc' });
    expect(compose(stringify(withToken)).users[0].user).toEqual({
      token: 'abc',
    });
    const anonymous = kubeconfig({ user: {} });
    expect(readKubeconfig(stringify(anonymous)).user).toBeUndefined();
    expect(compose(stringify(anonymous)).users[0].user).toEqual({});
  });

  it('takes the name that the server’s certificate is for', () => {
    const named = kubeconfig({ cluster: { 'tls-server-name': 'kubernetes' } });
    expect(readKubeconfig(stringify(named)).serverName).toBe('kubernetes');
    expect(compose(stringify(named)).clusters[0].cluster).toMatchObject({
      'tls-server-name': 'kubernetes',
    });
  });

  /** Everything else that the format knows: it is dropped, whatever it is. */
  it.each<[string, object]>([
    ['exec', { user: { ...SIGNED_IN, exec } }],
    [
      'auth-provider',
      { user: { ...SIGNED_IN, 'auth-provider': authProvider } },
    ],
    ['token beside a certificate', { user: { ...SIGNED_IN, token: 'canary' } }],
    ['tokenFile', { user: { ...SIGNED_IN, tokenFile: '/etc/canary' } }],
    [
      'client-certificate',
      { user: { ...SIGNED_IN, 'client-certificate': '/etc/canary' } },
    ],
    ['client-key', { user: { ...SIGNED_IN, 'client-key': '/etc/canary' } }],
    ['username', { user: { ...SIGNED_IN, username: 'canary' } }],
    ['password', { user: { ...SIGNED_IN, password: 'canary' } }],
    ['as', { user: { ...SIGNED_IN, as: 'canary' } }],
    ['as-uid', { user: { ...SIGNED_IN, 'as-uid': 'canary' } }],
    ['as-groups', { user: { ...SIGNED_IN, 'as-groups': ['canary'] } }],
    [
      'as-user-extra',
      { user: { ...SIGNED_IN, 'as-user-extra': { a: ['canary'] } } },
    ],
    [
      'extensions of a user',
      { user: { ...SIGNED_IN, extensions: [{ name: 'canary' }] } },
    ],
    ['proxy-url', { cluster: { 'proxy-url': 'http://canary.example.com' } }],
    [
      'insecure-skip-tls-verify',
      { cluster: { 'insecure-skip-tls-verify': true } },
    ],
    [
      'certificate-authority',
      { cluster: { 'certificate-authority': '/canary' } },
    ],
    ['disable-compression', { cluster: { 'disable-compression': true } }],
    [
      'extensions of a cluster',
      { cluster: { extensions: [{ name: 'canary' }] } },
    ],
    ['a server name that is none', { cluster: { 'tls-server-name': 'a b' } }],
    ['namespace', { context: { namespace: 'canary' } }],
    [
      'extensions of a context',
      { context: { extensions: [{ name: 'canary' }] } },
    ],
  ])('leaves %s behind', (_, changes) => {
    expect(compose(stringify(kubeconfig(changes)))).toEqual(COMPOSED);
  });

  it.each<[string, object]>([
    ['extensions', { extensions: [{ name: 'canary', extension: {} }] }],
    ['preferences', { preferences: { colors: true } }],
    ['an unknown key', { canary: { exec } }],
    ['__proto__', JSON.parse('{ "__proto__": { "token": "canary" } }')],
  ])('leaves %s of the whole behind', (_, others) => {
    expect(compose(JSON.stringify(kubeconfig({}, others)))).toEqual(COMPOSED);
  });

  it('takes the current one of several contexts', () => {
    const { clusters, users, contexts } = kubeconfig();
    const other = { name: 'other', user: { exec } };
    const several = kubeconfig(
      {},
      {
        clusters: [
          { name: 'other', cluster: { server: 'https://canary.example.com' } },
          ...clusters,
        ],
        users: [other, ...users],
        contexts: [
          { name: 'other', context: { cluster: 'other', user: 'other' } },
          ...contexts,
        ],
      },
    );
    expect(compose(stringify(several))).toEqual(COMPOSED);
  });

  it.each<[string, object]>([
    ['exec', { exec }],
    ['auth-provider', { 'auth-provider': authProvider }],
    ['tokenFile', { tokenFile: '/etc/canary' }],
    [
      'paths',
      { 'client-certificate': '/canary.crt', 'client-key': '/canary.key' },
    ],
    ['a password', { username: 'admin', password: 'canary' }],
    ['a certificate without a key', { 'client-certificate-data': CERTIFICATE }],
    ['a token of two lines', { token: 'a\r\nX-Canary: 1' }],
    ['a token that is none', { token: ['canary'] }],
    ['a token without an end', { token: 'a'.repeat(20_000) }],
  ])('refuses to sign in by %s alone', (_, user) => {
    expect(() => readKubeconfig(stringify(kubeconfig({ user })))).toThrow(
      'neither by a certificate with its key nor by a token',
    );
  });

  it.each([
    ['no base64', 'a-canary!'],
    ['no PEM', inBase64('canary')],
    ['half a PEM', inBase64('-----BEGIN CERTIFICATE-----\nYQ==')],
    ['a key', KEY],
    ['a PEM of no base64', inBase64(plain(CERTIFICATE).replace('=', '!'))],
    ['a number', 1],
    ['a list', [CERTIFICATE]],
    ['too many', inBase64(plain(CERTIFICATE).repeat(40))],
  ])('refuses certificates of %s', (_, value) => {
    for (const changes of [
      { cluster: { 'certificate-authority-data': value } },
      { user: { ...SIGNED_IN, 'client-certificate-data': value } },
    ]) {
      expect(() => readKubeconfig(stringify(kubeconfig(changes)))).toThrow(
        'must be PEM in base64',
      );
    }
  });

  it.each([
    ['a certificate', CERTIFICATE],
    ['two keys', inBase64(plain(KEY).repeat(2))],
    ['an encrypted one', testPem('ENCRYPTED PRIVATE KEY', 'key')],
  ])('refuses %s as a key', (_, value) => {
    const user = { ...SIGNED_IN, 'client-key-data': value };
    expect(() => readKubeconfig(stringify(kubeconfig({ user })))).toThrow(
      'no valid client-key-data',
    );
  });

  it('drops what stands around a PEM', () => {
    const around = `Subject: CN=a\r\n${plain(CERTIFICATE)}\n# end\n`;
    const user = {
      ...SIGNED_IN,
      'client-certificate-data': inBase64(around),
    };
    expect(readKubeconfig(stringify(kubeconfig({ user })))).toEqual(ACCESS);
  });

  it.each([
    ['none', undefined],
    ['a number', 1],
    ['an empty one', ''],
    ['one without a protocol', 'localhost:6443'],
    ['a file', 'file:///etc/canary'],
    ['one with a password', 'https://user:canary@localhost'],
    ['one with a query', 'https://localhost?a=canary'],
    ['one with a fragment', 'https://localhost#canary'],
    ['one with a tab', 'https://local\thost'],
    ['a long one', `https://localhost/${'a'.repeat(3_000)}`],
  ])('refuses as a server: %s', (_, server) => {
    const text = JSON.stringify(kubeconfig({ cluster: { server } }));
    expect(() => readKubeconfig(text)).toThrow('names no server');
    // A caller that knows the address needs the credentials alone.
    expect(readCredentials(text)).toEqual({
      authority: ACCESS.authority,
      user: ACCESS.user,
    });
  });

  const anchored = `
apiVersion: v1
clusters: [{ name: c, cluster: &c { server: '${SERVER}' } }]
users: [{ name: u, user: { token: a-secret } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;

  it.each([
    ['nothing', ''],
    ['text', 'a-secret'],
    ['a list', '[a-secret]'],
    ['an open quote', 'users:\n- user: { token: "a-secret\n'],
    ['an unknown alias', 'users:\n- user: { token: *a-secret }\n'],
    ['aliases', `${anchored}other: *c\n`],
    [
      'a bomb of aliases',
      `a: &a [a-secret]\n${[...'bcdefghij']
        .map((n, at) => `${n}: &${n} [${`*${'abcdefghi'[at]},`.repeat(9)}]`)
        .join('\n')}\n`,
    ],
    ['merge keys', `${anchored}other: { <<: *c }\n`],
    ['two documents', `${anchored}---\n${anchored}`],
    ['too much', `${anchored}# ${'a-secret'.repeat(9_000)}`],
    ['too much structure', `${anchored}other:\n${' - a\n'.repeat(3_000)}`],
    ['depth', `${anchored}other: ${'['.repeat(60_000)}`],
  ])('refuses %s, and quotes nothing', (_, text) => {
    let error: unknown;
    try {
      readKubeconfig(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { showHidden: true })).not.toContain('a-secret');
  });

  it.each([
    ['newlines', '\n'],
    ['empty lists', '[]'],
    ['commas', ','],
    ['keys', 'a: - '],
    ['duplicate keys', 'a: 1\n'],
    ['quotes', '"a\n '],
    ['words', 'a '],
    ['base64', 'QUFB'],
    ['begins of PEM', '-----BEGIN CERTIFICATE-----\n'],
  ])('takes little time for 64 KiB of %s', (_, piece) => {
    const text = piece.repeat((64 * 2 ** 10) / piece.length);
    const data = Buffer.from(text).toString('base64').slice(0, 60_000);
    const startedAt = performance.now();
    for (let times = 0; times < 10; times++) {
      expect(() => readKubeconfig(text)).toThrow();
      expect(() =>
        readKubeconfig(
          stringify(
            kubeconfig({ cluster: { 'certificate-authority-data': data } }),
          ),
        ),
      ).toThrow();
    }
    // Some 20 ms on an idle machine; quadratic work would be minutes.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
