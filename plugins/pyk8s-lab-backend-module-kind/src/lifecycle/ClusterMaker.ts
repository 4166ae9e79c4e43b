import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ClusterRef,
  type ClusterSpec,
  type StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindSettings } from '../config/KindSettings';
import type { DockerHost } from '../docker/DockerHost';
import { Redactor } from '../kind/output/redaction';
import type { KindCli } from '../kind/KindCli';
import { networkOf } from '../network/names';
import type { LabNetworks } from '../network/LabNetworks';
import type { ApiPorts } from '../network/apiServer/ApiPorts';
import {
  BesideKind,
  type BesideKindParts,
  type CreateRequest,
} from './BesideKind';
import type { ClusterInspector } from './ClusterInspector';
import type { ClusterRemover } from './ClusterRemover';
import { explainKindError, isPortTaken } from '../kind/kindErrors';
import type { NodeImages } from '../images/NodeImages';
import { PhaseProgress } from './PhaseProgress';
import { untilReady } from './untilReady';

/** What making clusters works with. */
export interface ClusterMakerOptions extends BesideKindParts {
  readonly settings: KindSettings;
  readonly docker: DockerHost;
  readonly kind: KindCli;
  readonly images: NodeImages;
  readonly ports: ApiPorts;
  readonly inspector: ClusterInspector;
  readonly networks: LabNetworks;
  readonly remover: ClusterRemover;
  /** The time between two looks whether a cluster is ready. */
  readonly pollMs: number;
}

/** How often another port is tried when Docker says that one is taken. */
const PORT_TRIES = 5;

/** What one create knows of itself. */
interface Making extends CreateRequest {
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
    const { images, limits, kind, settings } = this.#options;
    const image = images.imageOf(spec.kubernetesVersion);
    await limits.assertPossible(spec, context);

    const timeout = AbortSignal.timeout(settings.createTimeoutMs);
    const signal = AbortSignal.any([context.signal, timeout]);
    const redactor = new Redactor();
    const request = { ref, spec, context, signal };
    const besideKind = new BesideKind(this.#options, request);
    const phases = new PhaseProgress(spec.workers, phase => {
      context.onPhase(phase);
      besideKind.onPhase(phase);
    });
    const making: Making = {
      ...request,
      phases,
      onLine: line => {
        context.onOutput(redactor.line(line));
        phases.read(line);
      },
    };
    try {
      await kind.endLeftovers(ref.name, { signal });
      phases.begin('image');
      if (image) {
        await images.ensure(image, making);
      }
      await this.#runKind(image, making);
      phases.begin('ready');
      await besideKind.complete();
      await this.#untilReady(making);
      await this.#options.podNetwork.learn(ref.name, {
        signal,
        logger: context.logger,
      });
    } catch (error) {
      context.signal.throwIfAborted();
      if (timeout.aborted) {
        throw this.#tooLate(making);
      }
      throw error;
    } finally {
      besideKind.end();
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
    const { settings, docker, kind, networks, ports, remover } = this.#options;
    const { ref, spec, context, signal } = making;
    const taken = new Set<number>();
    for (let attempt = 1; ; attempt++) {
      const published = await docker.publishedPorts({ signal });
      const reserved = await ports.reserve(new Set([...published, ...taken]));
      try {
        // Each time: the remover takes it away.
        await networks.ensure(ref.name, { signal });
        await kind.createCluster({
          name: ref.name,
          network: networkOf(ref.name),
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
    const { inspector, pollMs } = this.#options;
    await untilReady({
      look: () => inspector.check(ref, spec, { signal }),
      onWaiting: what => {
        making.waitingFor = what;
      },
      pollMs,
      signal,
    });
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
