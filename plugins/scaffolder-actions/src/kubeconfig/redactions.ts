import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The secrets of a kubeconfig, in all encodings. */
function secretsOf(
  kubeconfig: string,
  { user }: Pick<ClusterAccess, 'user'>,
): string[] {
  if (!user) {
    return [kubeconfig];
  }
  return 'token' in user
    ? [kubeconfig, user.token]
    : [kubeconfig, inBase64(user.certificate), inBase64(user.key)];
}

/**
 * Redacts the secrets of a kubeconfig from the log and the errors of this step. Other
 * steps have their own loggers.
 */
export function redactKubeconfig(
  logger: LoggerService,
  kubeconfig: string,
  access: Pick<ClusterAccess, 'user'>,
): void {
  // The type of the scaffolder's logger lacks this method.
  const { addRedactions } = logger as {
    addRedactions?: (texts: string[]) => void;
  };
  addRedactions?.call(logger, secretsOf(kubeconfig, access));
}

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
