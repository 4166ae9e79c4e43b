import { resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Io } from '../io';

/** How `kubectl` asks for somebody's token. */
export const CREDENTIAL_API_VERSION = 'client.authentication.k8s.io/v1';

/** Nothing secret: proxies may have a password. */
const SETTINGS = [
  { name: 'XDG_CONFIG_HOME', isPath: false },
  { name: 'NODE_EXTRA_CA_CERTS', isPath: true },
  { name: 'NODE_USE_SYSTEM_CA', isPath: false },
];

/**
 * A kubeconfig that reaches a lab through its portal, with nothing secret in it:
 * `kubectl` asks `pyk8s credential` for the person's token each time.
 *
 * @param options - url: the portal; instance: how it is known here, where it is;
 *   certificateAuthority: a certificate in PEM that the portal's own is checked by;
 *   io: how this program is run, and the settings that it has from its environment
 */
export function kubeconfigViaPortal(options: {
  lab: { id: string; name: string };
  url: string;
  instance?: string;
  certificateAuthority?: string;
  io: Pick<Io, 'program' | 'env'>;
}): string {
  const { lab, url, instance, certificateAuthority, io } = options;
  // kubectl may be run by a program that has neither a PATH nor these settings.
  const [command, ...program] = io.program;
  const env = settingsOf(io.env);
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
            command,
            args: [
              ...program,
              'credential',
              '--lab',
              lab.id,
              // Whoever is asked for later, the token is for this portal alone.
              '--url',
              url,
              ...(instance === undefined ? [] : ['--instance', instance]),
            ],
            ...(env.length > 0 && { env }),
            interactiveMode: 'Never',
            provideClusterInfo: false,
            installHint: `pyk8s signs you in to this lab, and is no longer where it was. Install it (npm install --global @pyk8s-lab/cli), and get the kubeconfig again: pyk8s cluster get-kubeconfig ${lab.id} --via-portal --merge`,
          },
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

/** What of the environment says where credentials are, and whom to trust. */
function settingsOf(env: Io['env']): { name: string; value: string }[] {
  return SETTINGS.flatMap(({ name, isPath }) => {
    const value = env[name];
    return value ? [{ name, value: isPath ? resolve(value) : value }] : [];
  });
}
