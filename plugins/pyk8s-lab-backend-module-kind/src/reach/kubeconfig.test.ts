import { parse } from 'yaml';
import { kubeconfigFor, viewerKubeconfigFor } from './kubeconfig';

describe('kubeconfigFor', () => {
  const adminConf = `
apiVersion: v1
kind: Config
clusters:
- name: lab-a-1
  cluster: { certificate-authority-data: Q0E=, server: 'https://lab-a-1-control-plane:6443' }
users:
- name: kubernetes-admin
  user: { client-certificate-data: Q0VSVA==, client-key-data: S0VZ }
contexts:
- name: kubernetes-admin@lab-a-1
  context: { cluster: lab-a-1, user: kubernetes-admin }
current-context: kubernetes-admin@lab-a-1
`;

  it('leads to the address that it is given, with the same credentials', () => {
    expect(
      parse(kubeconfigFor(adminConf, 'lab-a-1', 'https://[fd00::1]:30001')),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'kind-lab-a-1',
          cluster: {
            'certificate-authority-data': 'Q0E=',
            server: 'https://[fd00::1]:30001',
          },
        },
      ],
      users: [
        {
          name: 'kind-lab-a-1',
          user: {
            'client-certificate-data': 'Q0VSVA==',
            'client-key-data': 'S0VZ',
          },
        },
      ],
      contexts: [
        {
          name: 'kind-lab-a-1',
          context: { cluster: 'kind-lab-a-1', user: 'kind-lab-a-1' },
        },
      ],
      'current-context': 'kind-lab-a-1',
    });
  });

  it.each(['', 'kind: Config', '[]'])('refuses "%s"', text => {
    expect(() => kubeconfigFor(text, 'lab-a-1', 'https://x')).toThrow(
      'lab-a-1',
    );
  });

  it('quotes nothing of a file that is half written', () => {
    const half = 'users:\n- user:\n  client-key-data: "S0VZ-of-the-lab';
    expect(() => kubeconfigFor(half, 'lab-a-1', 'https://x')).toThrow(
      /^The control plane of lab-a-1 has no administrator's kubeconfig\.$/,
    );
  });

  it('has a token in the place of the certificate, for a viewer', () => {
    expect(
      parse(
        viewerKubeconfigFor(
          adminConf,
          'lab-a-1',
          'https://labs.example.com:30001',
          'a-token',
        ),
      ),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'kind-lab-a-1',
          cluster: {
            'certificate-authority-data': 'Q0E=',
            server: 'https://labs.example.com:30001',
          },
        },
      ],
      users: [{ name: 'kind-lab-a-1-viewer', user: { token: 'a-token' } }],
      contexts: [
        {
          name: 'kind-lab-a-1-viewer',
          context: { cluster: 'kind-lab-a-1', user: 'kind-lab-a-1-viewer' },
        },
      ],
      'current-context': 'kind-lab-a-1-viewer',
    });
  });
});
