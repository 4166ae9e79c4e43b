import { explainToAgents } from './explainToAgents';
import { LabActionTools, type LabActionOptions } from './LabActionTools';
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
