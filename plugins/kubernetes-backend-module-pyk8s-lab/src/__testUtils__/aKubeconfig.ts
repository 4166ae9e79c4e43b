import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { stringify } from 'yaml';

/** The certificate authority of every cluster, unless given. */
export const A_CA = testPem('CERTIFICATE', 'ca');

/** A viewer's kubeconfig, as the API returns it. */
export function aKubeconfig(
  change: { server?: string; caData?: string; user?: object } = {},
): string {
  const { server = 'https://localhost:30001', caData = A_CA } = change;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'kind-lab',
        cluster: { 'certificate-authority-data': caData, server },
      },
    ],
    users: [
      { name: 'viewer', user: change.user ?? { token: 'a-secret-token' } },
    ],
    contexts: [
      { name: 'viewer', context: { cluster: 'kind-lab', user: 'viewer' } },
    ],
    'current-context': 'viewer',
  });
}
