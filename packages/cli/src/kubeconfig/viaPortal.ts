import { stringify } from 'yaml';

/** How `kubectl` asks for somebody's token. */
export const CREDENTIAL_API_VERSION = 'client.authentication.k8s.io/v1';

/**
 * A kubeconfig that reaches a lab through its portal, with nothing secret in it:
 * `kubectl` asks `pyk8s credential` for the person's token each time.
 *
 * @param options - url: the portal; instance: how it is known here, where it is;
 *   certificateAuthority: a certificate in PEM that the portal's own is checked by
 */
export function kubeconfigViaPortal(options: {
  lab: { id: string; name: string };
  url: string;
  instance?: string;
  certificateAuthority?: string;
}): string {
  const { lab, url, instance, certificateAuthority } = options;
  const name = `kind-${lab.name}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: {
          server: `${url}/api/pyk8s-lab/labs/${lab.id}/kube`,
          ...(certificateAuthority !== undefined && {
            'certificate-authority-data':
              Buffer.from(certificateAuthority).toString('base64'),
          }),
        },
      },
    ],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: CREDENTIAL_API_VERSION,
            command: 'pyk8s',
            args: [
              'credential',
              '--lab',
              lab.id,
              // Whoever is asked for later, the token is for this portal alone.
              '--url',
              url,
              ...(instance === undefined ? [] : ['--instance', instance]),
            ],
            interactiveMode: 'Never',
            provideClusterInfo: false,
            installHint:
              'pyk8s signs you in to this lab. Install it: npm install --global @pyk8s-lab/cli',
          },
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
