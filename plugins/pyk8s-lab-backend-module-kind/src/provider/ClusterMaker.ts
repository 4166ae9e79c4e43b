import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ClusterRef,
  type ClusterSpec,
  type StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindSettings } from '../config/KindSettings';
import type { DockerHost } from '../docker';
import { Redactor, type KindCli } from '../kindCli';
import type { ApiPorts } from '../reach';
import type { ClusterInspector } from './ClusterInspector';
import type { ClusterRemover } from './ClusterRemover';
import { explainKindError, isPortTaken } from './kindErrors';
import type { NodeImages } from './NodeImages';
import { PhaseProgress } from './PhaseProgress';

/** What making clusters works with. */
export interface ClusterMakerOptions {
  readonly settings: KindSettings;
  readonly docker: DockerHost;
  readonly kind: KindCli;
  readonly images: NodeImages;
  readonly ports: ApiPorts;
  readonly inspector: ClusterInspector;
  readonly remover: ClusterRemover;
  /** The time between two looks whether a cluster is ready. */
  readonly pollMs: number;
}

/** How often another port is tried when Docker says that one is taken. */
const PORT_TRIES = 5;

/** What one create knows of itself. */
interface Making {
  readonly ref: ClusterRef;
  readonly spec: ClusterSpec;
  readonly context: StepContext;
  /** The context's, and the time limit's. */
  readonly signal: AbortSignal;
  readonly phases: PhaseProgress;
  readonly onLine: (line: string) => void;
  /** What it waits for, once kind is done. */
  waitingFor?: string;
}

/** Makes clusters. */
export class ClusterMaker {
  readonly #options: ClusterMakerOptions;

  constructor(options: ClusterMakerOptions) {
    this.#options = options;
  }

  /** As LabProvider.create. */
  async make(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: StepContext,
  ): Promise<void> {
    context.signal.throwIfAborted();
    this.#assertWorkers(spec.workers);
    const image = this.#options.images.imageOf(spec.kubernetesVersion);

    const timeout = AbortSignal.timeout(this.#options.settings.createTimeoutMs);
    const redactor = new Redactor();
    const phases = new PhaseProgress(spec.workers, phase =>
      context.onPhase(phase),
    );
    const making: Making = {
      ref,
      spec,
      context,
      phases,
      signal: AbortSignal.any([context.signal, timeout]),
      onLine: line => {
        context.onOutput(redactor.line(line));
        phases.read(line);
      },
    };
    try {
      await this.#options.kind.endLeftovers(ref.name, {
        signal: making.signal,
      });
      phases.begin('image');
      if (image) {
        await this.#options.images.ensure(image, making);
      }
      await this.#runKind(image, making);
      phases.begin('ready');
      await this.#untilReady(making);
    } catch (error) {
      context.signal.throwIfAborted();
      if (timeout.aborted) {
        throw this.#tooLate(making);
      }
      throw error;
    }
  }

  #assertWorkers(workers: number): void {
    const { maxWorkers } = this.#options.settings;
    if (!Number.isInteger(workers) || workers < 0 || workers > maxWorkers) {
      throw new ProvisioningError(
        `A lab has 0 to ${maxWorkers} workers here, not ${workers}.`,
        { retryable: false },
      );
    }
  }

  async #runKind(image: string | undefined, making: Making): Promise<void> {
    const { settings, docker, kind, ports, remover } = this.#options;
    const { ref, spec, context, signal } = making;
    const taken = new Set<number>();
    for (let attempt = 1; ; attempt++) {
      const published = await docker.publishedPorts({ signal });
      const reserved = await ports.reserve(new Set([...published, ...taken]));
      try {
        await kind.createCluster({
          name: ref.name,
          image,
          layout: {
            workers: spec.workers,
            apiPort: reserved.port,
            reach: settings.reach,
          },
          timeoutMs: settings.createTimeoutMs,
          signal,
          onLine: making.onLine,
        });
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (!isPortTaken(error) || attempt >= PORT_TRIES) {
          throw await explainKindError(error, docker, { signal });
        }
        context.logger.info(
          `Port ${reserved.port} was taken by somebody else; trying another`,
        );
        taken.add(reserved.port);
        await remover.remove(ref.name, { signal, logger: context.logger });
      } finally {
        // From here on, the container holds the port.
        reserved.release();
      }
    }
  }

  async #untilReady(making: Making): Promise<void> {
    const { ref, spec, signal } = making;
    for (;;) {
      const check = await this.#options.inspector.check(ref, spec, { signal });
      if (!check) {
        throw new ProvisioningError(
          'The cluster is gone: somebody removed its containers while it came up.',
        );
      }
      if (check.ready) {
        return;
      }
      making.waitingFor = check.waitingFor;
      await delay(this.#options.pollMs, undefined, { signal });
    }
  }

  #tooLate({ phases, waitingFor }: Making): ProvisioningError {
    const limit = formatDuration(
      this.#options.settings.createTimeoutMs / 1_000,
    );
    return new ProvisioningError(
      `The cluster was not ready within ${limit}: it still waited for ${
        waitingFor ?? `kind to finish the phase "${phases.current}"`
      }.`,
    );
  }
}
