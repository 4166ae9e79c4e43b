import { A_CA, aKubeconfig } from '../__testUtils__/aKubeconfig';
import { readKubeconfig } from './readKubeconfig';

describe('readKubeconfig', () => {
  it('returns the server, the certificate authority and the token', () => {
    expect(readKubeconfig(aKubeconfig())).toEqual({
      url: 'https://localhost:30001',
      caData: A_CA,
      token: 'a-secret-token',
    });
  });

  it.each([
    ['nothing', ''],
    ['text', 'a-secret-token'],
    ['no YAML', 'users: [{user: {token: a-secret-token'],
    [
      'no token',
      aKubeconfig({ user: { 'client-key-data': 'a-secret-token' } }),
    ],
    [
      'a token that is none',
      aKubeconfig({ user: { token: ['a-secret-token'] } }),
    ],
    [
      'a program to run',
      aKubeconfig({ user: { exec: { command: 'a-secret-token' } } }),
    ],
    ['no URL', aKubeconfig({ server: 'a-secret-token' })],
    ['another kind of URL', aKubeconfig({ server: 'file:///a-secret-token' })],
  ])('refuses one with %s, without quoting it', (_, yaml) => {
    const read = () => readKubeconfig(yaml);
    expect(read).toThrow('The kubeconfig of the cluster');
    expect(read).not.toThrow('a-secret-token');
  });
});
