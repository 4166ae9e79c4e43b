import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  ConflictError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';

/**
 * Registers actions whose errors reach agents with their messages. Backstage passes on
 * only errors of its own; any other, such as one of status 429, arrives as a bare 500
 * that does not say what to do.
 */
export function explainToAgents(
  registry: ActionsRegistryService,
): ActionsRegistryService {
  return {
    register: options =>
      registry.register({
        ...options,
        action: async context => {
          try {
            return await options.action(context);
          } catch (error) {
            throw asBackstageError(error);
          }
        },
      }),
  };
}

/** An error of Backstage's own with the message of one that is not. */
export function asBackstageError(error: unknown): unknown {
  if (!isError(error) || typeof error.statusCode !== 'number') {
    return error;
  }
  return error.statusCode < 500
    ? new ConflictError(error.message, error)
    : new ServiceUnavailableError(error.message, error);
}
