import { parse, stringify } from 'yaml';
import { labKubeconfig } from './labKubeconfig';

const portals = (changes: {
  config?: object;
  cluster?: object;
  user?: object;
  context?: object;
}) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'kind-demo',
        cluster: {
          'certificate-authority-data': 'Y2E=',
          server: 'https://labs.example.com:30001',
          ...changes.cluster,
        },
      },
    ],
    users: [
      {
        name: 'kind-demo',
        user: { 'client-key-data': 'a2V5', ...changes.user },
      },
    ],
    contexts: [
      {
        name: 'kind-demo',
        context: {
          cluster: 'kind-demo',
          user: 'kind-demo',
          ...changes.context,
        },
      },
    ],
    'current-context': 'kind-demo',
    ...changes.config,
  });

describe('labKubeconfig', () => {
  it("composes a kubeconfig from the portal's answer", () => {
    const plain = portals({});
    expect(parse(labKubeconfig(plain))).toEqual(parse(plain));
    expect(labKubeconfig(`# a comment\n${plain}`)).not.toContain('comment');
  });

  it.each([
    ['exec', { user: { exec: { command: 'touch' } } }],
    ['auth-provider', { user: { 'auth-provider': { name: 'gcp' } } }],
    ['tokenFile', { user: { tokenFile: '/etc/passwd' } }],
    ['client-certificate', { user: { 'client-certificate': '/a' } }],
    ['client-key', { user: { 'client-key': '/a' } }],
    ['username', { user: { username: 'a' } }],
    ['password', { user: { password: 'a' } }],
    ['as', { user: { as: 'a' } }],
    ['as-groups', { user: { 'as-groups': ['a'] } }],
    ['as-uid', { user: { 'as-uid': 'a' } }],
    ['as-user-extra', { user: { 'as-user-extra': {} } }],
    ['extensions', { user: { extensions: [] } }],
    ['proxy-url', { cluster: { 'proxy-url': 'http://a' } }],
    [
      'insecure-skip-tls-verify',
      { cluster: { 'insecure-skip-tls-verify': true } },
    ],
    ['certificate-authority', { cluster: { 'certificate-authority': '/a' } }],
    ['disable-compression', { cluster: { 'disable-compression': true } }],
    ['extensions', { cluster: { extensions: [] } }],
    ['namespace', { context: { namespace: 'a' } }],
    ['extensions', { config: { extensions: [] } }],
    ['preferences', { config: { preferences: {} } }],
    ['<<', { config: { '<<': {} } }],
  ])('refuses %s', (field, changes) => {
    expect(() => labKubeconfig(portals(changes))).toThrow(`"${field}"`);
  });

  it('escapes control characters in the name of a field', () => {
    const config = { [`\u001b]0;${'x'.repeat(100)}`]: 1 };
    expect(() => labKubeconfig(JSON.stringify(config))).toThrow(
      /"\\u001b\]0;x{36}"/,
    );
  });

  it.each([
    ['nothing', ''],
    ['a list', '- a'],
    ['no YAML', '"'],
    ['two users', portals({ config: { users: [{}, {}] } })],
    ['no server', portals({ cluster: { server: undefined } })],
    ['a list as a server', portals({ cluster: { server: ['https://a'] } })],
    ['another context', portals({ config: { 'current-context': 'a' } })],
    ['another cluster', portals({ context: { cluster: 'a' } })],
    ['aliases', `a: &a b\nclusters: *a\n`],
    ['too much', portals({ user: { token: 'a'.repeat(70_000) } })],
  ])('refuses %s, without quoting it', (_, text) => {
    expect(() => labKubeconfig(text)).toThrow(
      /^The portal gave no kubeconfig of one cluster|"a", which could/,
    );
  });
});
