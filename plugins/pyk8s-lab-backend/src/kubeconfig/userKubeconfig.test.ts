import { inspect } from 'node:util';
import { parse, stringify } from 'yaml';
import { serverOf, userKubeconfig } from './userKubeconfig';

const name = 'kind-lab-abc123-00000000-0000-4000-8000-000000000001';
const theirs = stringify({
  apiVersion: 'v1',
  kind: 'Config',
  preferences: {},
  clusters: [{ name, cluster: { server: 'https://localhost:6443' } }],
  users: [{ name, user: { 'client-key-data': 'c2VjcmV0' } }],
  contexts: [{ name, context: { cluster: name, user: name } }],
  'current-context': name,
});

describe('userKubeconfig', () => {
  it('is named after the lab, and otherwise the same', () => {
    expect(parse(userKubeconfig(theirs, 'demo'))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      preferences: {},
      clusters: [
        { name: 'kind-demo', cluster: { server: 'https://localhost:6443' } },
      ],
      users: [{ name: 'kind-demo', user: { 'client-key-data': 'c2VjcmV0' } }],
      contexts: [
        {
          name: 'kind-demo',
          context: { cluster: 'kind-demo', user: 'kind-demo' },
        },
      ],
      'current-context': 'kind-demo',
    });
  });

  it('keeps a name that YAML could take for something else', () => {
    expect(parse(userKubeconfig(theirs, '1e3'))['current-context']).toBe(
      'kind-1e3',
    );
  });

  it('refuses a kubeconfig without a context', () => {
    expect(() => userKubeconfig('apiVersion: v1', 'demo')).toThrow(
      /no current context/,
    );
  });
});

describe('a kubeconfig that is no YAML', () => {
  it.each([
    ['an open quote', 'users:\n- user: { token: "a-secret-token\n'],
    ['an unknown alias', 'users:\n- user: { token: *a-secret-token }\n'],
    ['nothing', ''],
  ])('is not quoted: %s', (_, yaml) => {
    for (const use of [
      () => userKubeconfig(yaml, 'demo'),
      () => serverOf(yaml),
    ]) {
      let error: unknown;
      try {
        use();
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { showHidden: true })).not.toContain('a-secret');
    }
  });
});

describe('serverOf', () => {
  it('finds the URL of the API server', () => {
    expect(serverOf(theirs)).toBe('https://localhost:6443');
  });
});
