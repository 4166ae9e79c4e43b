import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  ConflictError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { type LabActionOptions, LabActionTools } from './LabActionTools';
import { registerApplyAction } from './registerApplyAction';
import { registerChangeActions } from './registerChangeActions';
import { registerReadActions } from './registerReadActions';

/**
 * Registers what can be done with labs as Backstage actions, for agents (over MCP),
 * Backstage's command line, and templates. Each acts with the rights of its caller.
 */
export function registerLabActions(options: LabActionOptions): void {
  const tools = LabActionTools.create(options);
  const registry = explainToAgents(options.actionsRegistry);
  registerReadActions(registry, tools);
  registerChangeActions(registry, tools);
  registerApplyAction(registry, tools);
}

/**
 * Registers actions whose errors reach agents with their messages. Backstage passes on
 * only errors of its own; any other, such as one of status 429, arrives as a bare 500
 * that does not say what to do.
 */
function explainToAgents(
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
