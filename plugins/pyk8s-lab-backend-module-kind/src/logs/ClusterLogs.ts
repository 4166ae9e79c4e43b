import { InputError } from '@backstage/errors';
import type {
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../docker/DockerHost';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';
import { byRoleAndName, controlPlaneThatRuns } from '../lifecycle/clusterNodes';
import { namesInWords } from '../lifecycle/messages';
import { NODE_UNITS, type NodeLogs } from './NodeLogs';
import type { PodLogs } from './PodLogs';

const HINT = 'Its logs can be read when it is ready.';

/** Finds and reads the logs of clusters. */
export class ClusterLogs {
  readonly #inspector: ClusterInspector;
  readonly #nodes: NodeLogs;
  readonly #pods: PodLogs;

  constructor(options: {
    inspector: ClusterInspector;
    nodes: NodeLogs;
    pods: PodLogs;
  }) {
    this.#inspector = options.inspector;
    this.#nodes = options.nodes;
    this.#pods = options.pods;
  }

  /** As LabProvider.logSources. */
  async sources(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<ClusterLogSources> {
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

  /** As LabProvider.logs. */
  async read(
    name: string,
    source: ClusterLogSource,
    options: ClusterLogOptions,
  ): Promise<void> {
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
      // Nobody follows any more. What could not be ended is an error of its own.
      if (!(follow && signal.aborted && error === signal.reason)) {
        throw error;
      }
    }
  }
}

/** @throws InputError when it is none of them */
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
