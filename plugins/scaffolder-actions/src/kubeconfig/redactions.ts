import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The secrets of a kubeconfig, each as it is written. */
export function secretsOf(
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
 * Has the scaffolder keep the secrets of a kubeconfig out of the log and the errors
 * of this step, whatever is printed in it. Other steps have loggers of their own.
 */
export function redactKubeconfig(
  logger: LoggerService,
  kubeconfig: string,
  access: Pick<ClusterAccess, 'user'>,
): void {
  // The scaffolder's loggers can; their type does not say so.
  const { addRedactions } = logger as {
    addRedactions?: (texts: string[]) => void;
  };
  addRedactions?.call(logger, secretsOf(kubeconfig, access));
}

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
