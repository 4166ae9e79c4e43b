import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
  ClusterManifests,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { applyArgv } from './applyScript';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';
import { controlPlaneThatRuns } from '../lifecycle/clusterNodes';
import type { NodeCommand } from './commandScripts';
import type { NodeCommands } from './NodeCommands';

/** Runs people's commands in the control planes of clusters. */
export class ClusterCommands {
  readonly #inspector: ClusterInspector;
  readonly #commands: NodeCommands;

  constructor(options: {
    inspector: ClusterInspector;
    commands: NodeCommands;
  }) {
    this.#inspector = options.inspector;
    this.#commands = options.commands;
  }

  /** As LabProvider.exec. */
  async run(
    name: string,
    command: ClusterCommand,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    return this.#run(name, command, context);
  }

  /** As LabProvider.apply. */
  async apply(
    name: string,
    { archive, timeoutMs, ...manifests }: ClusterManifests,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    return this.#run(
      name,
      { argv: applyArgv(manifests), files: archive, timeoutMs },
      context,
    );
  }

  async #run(
    name: string,
    command: NodeCommand,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    context.signal.throwIfAborted();
    const nodes = await this.#inspector.containersOf(name, context);
    return this.#commands.run(
      controlPlaneThatRuns(nodes, 'Commands run in a cluster that is ready.'),
      command,
      context,
    );
  }
}
