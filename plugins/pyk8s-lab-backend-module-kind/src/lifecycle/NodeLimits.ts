import { isError } from '@backstage/errors';
import type {
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  assertResources,
  limitPerNode,
  resourceOptions,
  withDefaults,
} from './capacity/resources';
import type { HostProbe } from './capacity/HostProbe';
import type { KindSettings } from '../config/KindSettings';
import { isUnavailable } from '../docker/connection/unavailable';
import type { ContainerLimit, DockerHost } from '../docker/DockerHost';
import type { ClusterInspector } from './ClusterInspector';

/** Sets the resource limits of the nodes of labs. */
export class NodeLimits {
  readonly #docker: DockerHost;
  readonly #inspector: ClusterInspector;
  readonly #probe: HostProbe;
  readonly #settings: KindSettings;

  constructor(options: {
    docker: DockerHost;
    inspector: ClusterInspector;
    probe: HostProbe;
    settings: KindSettings;
  }) {
    this.#docker = options.docker;
    this.#inspector = options.inspector;
    this.#probe = options.probe;
    this.#settings = options.settings;
  }

  /** @throws ProvisioningError, not retryable, when the requested limits are impossible */
  async assertPossible(
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<void> {
    if (spec.resources) {
      const { resources, capacity } = this.#settings;
      const host = await this.#probe.look(options);
      assertResources(spec, resourceOptions(resources, capacity, host));
    }
  }

  /** Sets the limits of existing nodes that do not have them yet. */
  async apply(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<void> {
    const limit = {
      ...limitPerNode(await this.#limited(spec, options)),
      pids: this.#settings.pidsPerNode,
    };
    const containers = await this.#inspector.containersOf(ref.name, options);
    await Promise.all(
      containers.map(async ({ id }) => {
        const found = await this.#docker.inspectContainer(id, options);
        if (found && !isLimited(found.limit, limit)) {
          await this.#docker.limitContainer(id, limit, options);
        }
      }),
    );
  }

  /**
   * Completes the limits of a lab that was requested while the host was unreachable, or
   * that is older than limits are.
   */
  async #limited(
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<ClusterSpec> {
    const { resources, capacity } = this.#settings;
    const hasBoth = spec.resources?.cpu && spec.resources.memory;
    return !resources.alwaysLimited || hasBoth
      ? spec
      : withDefaults(
          spec,
          resourceOptions(resources, capacity, await this.#probe.look(options)),
        );
  }

  /**
   * Reports a cluster as ready only once it has its limits: a portal that was killed
   * during create may not have set them.
   */
  async settle(
    ref: ClusterRef,
    spec: ClusterSpec,
    check: ClusterCheck | undefined,
    options: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    if (!check?.ready) {
      return check;
    }
    try {
      await this.apply(ref, spec, options);
      return check;
    } catch (error) {
      options.signal.throwIfAborted();
      if (isUnavailable(error)) {
        throw error;
      }
      return {
        ...check,
        ready: false,
        waitingFor: `Docker to limit its nodes (${
          isError(error) ? error.message : String(error)
        })`,
      };
    }
  }
}

/** A limit that the lab does not request is ignored: an operator may have set it. */
function isLimited(actual: ContainerLimit, wanted: ContainerLimit): boolean {
  return (['nanoCpus', 'memoryBytes', 'pids'] as const).every(
    what => wanted[what] === undefined || actual[what] === wanted[what],
  );
}
