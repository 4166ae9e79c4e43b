import { parse } from 'yaml';
import { userKubeconfig } from './userKubeconfig';

const access = { server: 'https://localhost:6443', user: { token: 'abc' } };

describe('userKubeconfig', () => {
  it('is named after the lab', () => {
    expect(parse(userKubeconfig(access, 'demo'))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'kind-demo', cluster: { server: 'https://localhost:6443' } },
      ],
      users: [{ name: 'kind-demo', user: { token: 'abc' } }],
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
    expect(parse(userKubeconfig(access, '1e3'))['current-context']).toBe(
      'kind-1e3',
    );
  });
});
