import { InputError } from '@backstage/errors';
import type {
  ClusterLogExport,
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
  ClusterRef,
  LogCapability,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../docker/DockerHost';
import { assertKnown } from '../kind/clusterRefs';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';
import { byRoleAndName, controlPlaneThatRuns } from '../lifecycle/clusterNodes';
import { namesInWords } from '../lifecycle/messages';
import type { LogExport } from './export/LogExport';
import { NODE_UNITS, type NodeLogs } from './NodeLogs';
import type { PodLogs } from './PodLogs';

const HINT = 'Its logs can be read when it is ready.';

/** Finds and reads the logs of clusters. */
export class ClusterLogs implements LogCapability {
  readonly #inspector: ClusterInspector;
  readonly #nodes: NodeLogs;
  readonly #pods: PodLogs;
  readonly #exporting: LogExport;

  constructor(options: {
    inspector: ClusterInspector;
    nodes: NodeLogs;
    pods: PodLogs;
    exporting: LogExport;
  }) {
    this.#inspector = options.inspector;
    this.#nodes = options.nodes;
    this.#pods = options.pods;
    this.#exporting = options.exporting;
  }

  async logSources(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterLogSources> {
    assertKnown(ref);
    const { name } = ref;
    const nodes = await this.#inspector.containersOf(name, options);
    controlPlaneThatRuns(nodes, HINT);
    return {
      nodes: [...nodes].sort(byRoleAndName).map(node => ({
        name: node.name,
        role: node.role,
        units: NODE_UNITS,
      })),
      pods: await this.#pods.list(name, options),
    };
  }

  async exportLogs(
    ref: ClusterRef,
    options: { directory: string; maxBytes: number; signal: AbortSignal },
  ): Promise<ClusterLogExport> {
    assertKnown(ref);
    return this.#exporting.run(ref.name, options);
  }

  async logs(
    ref: ClusterRef,
    source: ClusterLogSource,
    options: ClusterLogOptions,
  ): Promise<void> {
    assertKnown(ref);
    const { name } = ref;
    const { follow, signal } = options;
    try {
      signal.throwIfAborted();
      const nodes = await this.#inspector.containersOf(name, options);
      controlPlaneThatRuns(nodes, HINT);
      if (source.kind === 'node') {
        await this.#nodes.read(nodeNamed(source.node, nodes), source, options);
      } else {
        await this.#pods.read(name, source, options);
      }
    } catch (error) {
      // Cancelled. A command that cannot be ended throws another error.
      if (!(follow && signal.aborted && error === signal.reason)) {
        throw error;
      }
    }
  }
}

/** @throws InputError when the node does not exist */
function nodeNamed(
  name: string,
  nodes: readonly KindContainer[],
): KindContainer {
  const node = nodes.find(container => container.name === name);
  if (!node) {
    throw new InputError(
      `There is no such node in the cluster; there is ${namesInWords(
        [...nodes].sort(byRoleAndName).map(container => container.name),
      )}.`,
    );
  }
  return node;
}
