import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { stringify } from 'yaml';

/** The authority of every cluster, unless it has one of its own. */
export const A_CA = testPem('CERTIFICATE', 'ca');

/** A kubeconfig as the API gives it to those who look. */
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
