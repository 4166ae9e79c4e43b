import { isError } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ClusterRef,
  type ClusterSpec,
  type PowerCapability,
  type StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { assertKnown } from '../kind/clusterRefs';
import { isStopped } from './groupByCluster';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import { classifyFailure } from '../kind/output/failure';
import type { LabNetworks } from '../network/LabNetworks';
import type { ClusterInspector } from './ClusterInspector';
import type { LocalServers } from '../network/LocalServers';
import { untilReady } from './untilReady';

export interface ClusterPauserOptions {
  readonly docker: DockerHost;
  readonly inspector: ClusterInspector;
  readonly networks: LabNetworks;
  readonly localServers: LocalServers;
  /** The interval of readiness checks. */
  readonly pollMs: number;
  /** The timeout of a resume. Defaults to 4 minutes; on idle cores it takes 10 s. */
  readonly resumeTimeoutMs?: number;
}

/**
 * The grace period of a node's processes. A node's init system would wait 90 s for
 * pods that do not end, which is longer than their shutdown needs. An interrupted pause
 * waits for this time; its caller waits 10 s.
 */
const GRACE_SECONDS = 7;
/** The number of stops after which a resume fails. */
const MAX_RESTARTS = 5;
const RESUME_TIMEOUT_MS = 240_000;

type PauseContext = Pick<StepContext, 'signal' | 'logger'>;

/** Stops and starts the nodes of clusters. */
export class ClusterPauser implements PowerCapability {
  readonly #docker: DockerHost;
  readonly #inspector: ClusterInspector;
  readonly #localServers: LocalServers;
  readonly #networks: LabNetworks;
  readonly #pollMs: number;
  readonly #resumeTimeoutMs: number;

  constructor(options: ClusterPauserOptions) {
    this.#docker = options.docker;
    this.#inspector = options.inspector;
    this.#localServers = options.localServers;
    this.#networks = options.networks;
    this.#pollMs = options.pollMs;
    this.#resumeTimeoutMs = options.resumeTimeoutMs ?? RESUME_TIMEOUT_MS;
  }

  async pause(ref: ClusterRef, { signal }: PauseContext): Promise<void> {
    assertKnown(ref);
    const nodes = await this.#nodesOf(ref, signal);
    // Workers first, while their pods can still reach the API server.
    for (const role of ['worker', 'control-plane'] as const) {
      signal.throwIfAborted();
      // Docker continues to stop a node after its request was aborted. Waiting for
      // started stops prevents that nodes about to stop are taken for running ones.
      await Promise.all(
        nodes
          .filter(node => node.role === role && !isStopped(node))
          .map(({ id }) =>
            this.#docker.stopContainer(id, { graceSeconds: GRACE_SECONDS }),
          ),
      );
    }
    signal.throwIfAborted();
    const left = (await this.#nodesOf(ref, signal)).filter(
      node => !isStopped(node),
    );
    if (left.length > 0) {
      throw new Error(
        `Docker has not stopped ${left
          .map(({ name, state }) => `${name} (it is ${state})`)
          .join(', ')}: look at its daemon.`,
      );
    }
  }

  async resume(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: PauseContext,
  ): Promise<void> {
    assertKnown(ref);
    const timeout = AbortSignal.timeout(this.#resumeTimeoutMs);
    const signal = AbortSignal.any([context.signal, timeout]);
    let waitingFor = 'Docker to start its nodes';
    try {
      const nodes = await this.#nodesOf(ref, signal);
      const expected = 1 + spec.workers;
      if (nodes.length < expected) {
        throw new Error(
          `The cluster is incomplete: ${nodes.length} of its ${expected} nodes are left. Somebody removed the others while it was paused.`,
        );
      }
      await this.#localServers.apply(ref.name, { signal });
      for (const role of ['control-plane', 'worker'] as const) {
        await Promise.all(
          nodes
            .filter(node => node.role === role && node.state !== 'running')
            .map(node => this.#start(node, signal)),
        );
      }
      const restarts = new Map<string, number>();
      await untilReady({
        look: async () => {
          await this.#startStopped(ref, restarts, signal);
          // Listed each time: Docker itself may have restarted one.
          const startedAt = await this.#startTimes(nodes, signal);
          return this.#inspector.check(ref, spec, { signal, startedAt });
        },
        onWaiting: what => {
          waitingFor = what;
        },
        pollMs: this.#pollMs,
        signal,
      });
    } catch (error) {
      context.signal.throwIfAborted();
      if (timeout.aborted) {
        throw new ProvisioningError(
          `The cluster was not ready again within ${formatDuration(
            this.#resumeTimeoutMs / 1_000,
          )}: it still waited for ${waitingFor}.`,
        );
      }
      throw error;
    }
  }

  async #nodesOf(
    { name }: ClusterRef,
    signal: AbortSignal,
  ): Promise<KindContainer[]> {
    const nodes = await this.#inspector.containersOf(name, { signal });
    if (nodes.length === 0) {
      throw new Error('The cluster no longer exists: it has no containers.');
    }
    return nodes;
  }

  /**
   * Starts nodes that have stopped meanwhile, such as by an interrupted pause whose
   * request Docker still completes.
   *
   * @param restarts - the number of starts of each node, by its name
   * @throws ProvisioningError when one stops repeatedly
   */
  async #startStopped(
    ref: ClusterRef,
    restarts: Map<string, number>,
    signal: AbortSignal,
  ): Promise<void> {
    const stopped = (await this.#nodesOf(ref, signal)).filter(isStopped);
    for (const { name } of stopped) {
      const count = (restarts.get(name) ?? 0) + 1;
      restarts.set(name, count);
      if (count > MAX_RESTARTS) {
        throw new ProvisioningError(
          `The node ${name} stops whenever it is started: on the lab host, "docker logs ${name}" says why.`,
        );
      }
    }
    await Promise.all(stopped.map(node => this.#start(node, signal)));
  }

  async #start(node: KindContainer, signal: AbortSignal): Promise<void> {
    try {
      await this.#networks.startNode(node, { signal });
    } catch (error) {
      if (!isError(error) || classifyFailure(error.message) !== 'port-taken') {
        throw error;
      }
      const found = await this.#docker.inspectContainer(node.id, { signal });
      throw new ProvisioningError(
        `Port ${
          found?.ports.join(', ') ?? ''
        } of the lab host, on which this lab is reached, was taken by somebody else while it was paused: free it there, and resume the lab again.`,
      );
    }
  }

  async #startTimes(
    nodes: readonly KindContainer[],
    signal: AbortSignal,
  ): Promise<Map<string, Date>> {
    const times = new Map<string, Date>();
    await Promise.all(
      nodes.map(async ({ id, name }) => {
        const found = await this.#docker.inspectContainer(id, { signal });
        if (found) {
          times.set(name, found.startedAt);
        }
      }),
    );
    return times;
  }
}
