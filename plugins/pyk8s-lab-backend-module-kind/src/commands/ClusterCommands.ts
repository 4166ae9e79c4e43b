import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
  ClusterManifests,
  ClusterRef,
  CommandCapability,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { applyArgv } from './applyScript';
import { assertKnown } from '../kind/clusterRefs';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';
import { controlPlaneThatRuns } from '../lifecycle/clusterNodes';
import type { NodeCommand } from './commandScripts';
import type { NodeCommands } from './NodeCommands';

/** Runs users' commands in the control planes of clusters. */
export class ClusterCommands implements CommandCapability {
  readonly #inspector: ClusterInspector;
  readonly #commands: NodeCommands;

  constructor(options: {
    inspector: ClusterInspector;
    commands: NodeCommands;
  }) {
    this.#inspector = options.inspector;
    this.#commands = options.commands;
  }

  async exec(
    ref: ClusterRef,
    command: ClusterCommand,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    return this.#run(ref, command, context);
  }

  async apply(
    ref: ClusterRef,
    { archive, timeoutMs, ...manifests }: ClusterManifests,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    return this.#run(
      ref,
      { argv: applyArgv(manifests), files: archive, timeoutMs },
      context,
    );
  }

  async #run(
    ref: ClusterRef,
    command: NodeCommand,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    assertKnown(ref);
    context.signal.throwIfAborted();
    const nodes = await this.#inspector.containersOf(ref.name, context);
    return this.#commands.run(
      controlPlaneThatRuns(nodes, 'Commands run in a cluster that is ready.'),
      command,
      context,
    );
  }
}
