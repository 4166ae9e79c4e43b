import type { LoggerService } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';

/** Where a kubeconfig has its secrets. */
const SECRET_KEYS = new Set([
  'client-key-data',
  'client-certificate-data',
  'token',
  'password',
]);

/** The secrets of a kubeconfig, each as it is written. */
export function secretsOf(kubeconfig: string): string[] {
  const found: string[] = [];
  const look = (value: unknown) => {
    if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) {
        if (SECRET_KEYS.has(key) && typeof inner === 'string') {
          found.push(inner);
        }
        look(inner);
      }
    }
  };
  try {
    look(parse(kubeconfig));
  } catch {
    // Whoever uses it says that it cannot be read; all of it is secret here.
  }
  return [kubeconfig, ...found];
}

/**
 * Has the scaffolder keep the secrets of a kubeconfig out of the log and the errors
 * of this step, whatever is printed in it. Other steps have loggers of their own.
 */
export function redactKubeconfig(
  logger: LoggerService,
  kubeconfig: string,
): void {
  // The scaffolder's loggers can; their type does not say so.
  const { addRedactions } = logger as {
    addRedactions?: (texts: string[]) => void;
  };
  addRedactions?.call(logger, secretsOf(kubeconfig));
}
