import type {
  ClusterRef,
  ClusterSpec,
  StepContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LocalServers } from '../network/LocalServers';
import type { ClusterSetup } from './ClusterSetup';
import type { NodeLimits } from './NodeLimits';
import type { PodNetworkSetup } from './PodNetworkSetup';

/** What is done beside kind. */
export interface BesideKindParts {
  readonly limits: NodeLimits;
  readonly localServers: LocalServers;
  readonly setup: ClusterSetup;
  readonly podNetwork: PodNetworkSetup;
}

/** What one create was asked for. */
export interface CreateRequest {
  readonly ref: ClusterRef;
  readonly spec: ClusterSpec;
  readonly context: StepContext;
  /** The context's, and the time limit's. */
  readonly signal: AbortSignal;
}

/** What the portal does in the nodes of one cluster while kind sets it up, and after. */
export class BesideKind {
  readonly #parts: BesideKindParts;
  readonly #request: CreateRequest;
  readonly #ended = new AbortController();
  /** What is done in the containers as soon as they exist; it never rejects. */
  #early: Promise<unknown> = Promise.resolve();
  #addons: Promise<void> | undefined;

  constructor(parts: BesideKindParts, request: CreateRequest) {
    this.#parts = parts;
    this.#request = request;
  }

  /** Starts what goes on while kind does its next step. */
  onPhase(phase: string): void {
    const { limits, setup, podNetwork } = this.#parts;
    const { ref, spec, context } = this.#request;
    const { logger } = context;
    const signal = AbortSignal.any([this.#request.signal, this.#ended.signal]);
    // The containers exist from now on.
    if (phase === 'config') {
      // What goes wrong now goes wrong again when kind is done, where somebody hears
      // of it.
      this.#early = Promise.allSettled([
        limits.apply(ref, spec, { signal }),
        podNetwork.prepareFirst(ref.name, { signal, logger }),
      ]);
    }
    // The API server answers from now on.
    if (phase === 'cni') {
      this.#addons = setup.installAddons(ref.name, { signal });
      // Where kind fails, its own error is the one to tell.
      this.#addons.catch(() => undefined);
    }
    if (phase === 'workers') {
      podNetwork
        .prepareWorkers(ref.name, { signal, logger })
        // It is aborted with the end of the create.
        .catch(() => undefined);
    }
  }

  /**
   * Does what is left to do when kind has ended.
   * @throws ProvisioningError, ProviderUnavailableError
   */
  async complete(): Promise<void> {
    const { limits, localServers, setup } = this.#parts;
    const { ref, spec, signal } = this.#request;
    await this.#early;
    await Promise.all([
      this.#addons ?? setup.installAddons(ref.name, { signal }),
      limits.apply(ref, spec, { signal }),
      localServers.apply(ref.name, { signal }),
    ]);
    await setup.complete(ref.name, { signal });
  }

  /** Ends what still goes on, whether the create has succeeded or not. */
  end(): void {
    this.#ended.abort();
  }
}
