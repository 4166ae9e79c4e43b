import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ClusterInspector } from './ClusterInspector';
import { controlPlaneThatRuns } from './clusterNodes';
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
    context.signal.throwIfAborted();
    const nodes = await this.#inspector.containersOf(name, context);
    return this.#commands.run(
      controlPlaneThatRuns(nodes, 'Commands run in a cluster that is ready.'),
      command,
      context,
    );
  }
}
