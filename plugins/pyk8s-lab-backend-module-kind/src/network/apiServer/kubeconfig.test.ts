import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse, stringify } from 'yaml';
import {
  kubeconfigFor,
  readAdminConf,
  viewerKubeconfigFor,
} from './kubeconfig';

const CA = testPem('CERTIFICATE', 'CA');
const CERTIFICATE = testPem('CERTIFICATE', 'CERT');
const KEY = testPem('PRIVATE KEY', 'KEY');
const SERVER = 'https://[fd00::1]:30001';

/** kubeadm's kubeconfig with other credentials of the user. */
const adminConf = (user: object) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab-a-1',
        cluster: {
          'certificate-authority-data': CA,
          server: 'https://lab-a-1-control-plane:6443',
        },
      },
    ],
    users: [{ name: 'kubernetes-admin', user }],
    contexts: [
      {
        name: 'kubernetes-admin@lab-a-1',
        context: { cluster: 'lab-a-1', user: 'kubernetes-admin' },
      },
    ],
    'current-context': 'kubernetes-admin@lab-a-1',
  });

const kubeadms = {
  'client-certificate-data': CERTIFICATE,
  'client-key-data': KEY,
};

describe('the administrator’s file of a control plane', () => {
  it('is used for its credentials with the given address', () => {
    const admin = readAdminConf(adminConf(kubeadms), 'lab-a-1');

    expect(
      parse(kubeconfigFor({ ...admin, server: SERVER }, 'lab-a-1')),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'kind-lab-a-1',
          cluster: { 'certificate-authority-data': CA, server: SERVER },
        },
      ],
      users: [{ name: 'kind-lab-a-1', user: kubeadms }],
      contexts: [
        {
          name: 'kind-lab-a-1',
          context: { cluster: 'kind-lab-a-1', user: 'kind-lab-a-1' },
        },
      ],
      'current-context': 'kind-lab-a-1',
    });
  });

  it.each([
    ['nothing', ''],
    ['another kind of file', 'kind: Config'],
    ['a list', '[]'],
    ['half a file', 'users:\n- user:\n  client-key-data: "S0VZ-of-the-lab'],
    ['a program', adminConf({ exec: { command: 'touch' } })],
    ['a token', adminConf({ token: 'abc' })],
    ['no key', adminConf({ 'client-certificate-data': CERTIFICATE })],
    ['10 MB', `#${'x'.repeat(10 * 2 ** 20)}\n${adminConf(kubeadms)}`],
  ])('is refused with %s and not quoted', (_, text) => {
    expect(() => readAdminConf(text, 'lab-a-1')).toThrow(
      /^The control plane of lab-a-1 has no administrator's kubeconfig\.$/,
    );
  });

  it('is replaced by a token for a viewer', () => {
    const admin = readAdminConf(adminConf(kubeadms), 'lab-a-1');
    const kubeconfig = viewerKubeconfigFor(
      { ...admin, server: SERVER },
      'lab-a-1',
      'a-token',
    );

    expect(parse(kubeconfig)).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'kind-lab-a-1',
          cluster: { 'certificate-authority-data': CA, server: SERVER },
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
