import { resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Io } from '../io';

/** The credential plugin of kubectl. */
export const CREDENTIAL_API_VERSION = 'client.authentication.k8s.io/v1';

/** No secrets: proxy settings may contain a password. */
const SETTINGS = [
  { name: 'XDG_CONFIG_HOME', isPath: false },
  { name: 'NODE_EXTRA_CA_CERTS', isPath: true },
  { name: 'NODE_USE_SYSTEM_CA', isPath: false },
];

/**
 * A kubeconfig that reaches a lab through its portal, and contains no secret: `kubectl`
 * runs `pyk8s credential` to get the user's token.
 *
 * @param options - url: the portal; instance: its name, if it has one;
 *   certificateAuthority: the CA certificate of the portal, in PEM; io: the command and
 *   environment of this program
 */
export function kubeconfigViaPortal(options: {
  lab: { id: string; name: string };
  url: string;
  instance?: string;
  certificateAuthority?: string;
  io: Pick<Io, 'program' | 'env'>;
}): string {
  const { lab, url, instance, certificateAuthority, io } = options;
  // kubectl may run in a program without a PATH or these settings.
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
              // The token is for this portal only, whatever the current instance is.
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

/** The environment variables that locate credentials and trusted certificates. */
function settingsOf(env: Io['env']): { name: string; value: string }[] {
  return SETTINGS.flatMap(({ name, isPath }) => {
    const value = env[name];
    return value ? [{ name, value: isPath ? resolve(value) : value }] : [];
  });
}
