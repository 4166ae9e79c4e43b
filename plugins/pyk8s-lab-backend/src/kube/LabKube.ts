import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError, toError } from '@backstage/errors';
import type { LabCaller } from '../callers/LabCaller';
import type { LabRecord } from '../database';
import { LabSlots } from '../throttling/LabSlots';
import { forward, type KubeExchange } from './proxy/forward';
import { impersonationHeaders } from './proxy/impersonation';
import type { KubeConnection } from './proxy/KubeConnection';
import type { KubeConnections } from './proxy/KubeConnections';
import type { KubeRequest, KubeRole } from './KubeRequest';

/** An informer for each of many kinds of objects, of several programs. */
const PER_LAB = 200;
const PER_PERSON = 300;
const IN_ALL = 2_000;
/** As long as other proxies wait for it. */
const SESSION_ANSWER_MS = 60_000;
/** How long open connections may take to end, and to be recorded, at a stop. */
const STOP_MS = 5_000;
/** Clients that are there send something more often than this. */
const SESSION_IDLE_MS = 15 * 60_000;

/** How a request was answered. */
export interface KubeAnswer {
  readonly as: KubeRole;
  readonly status: number;
  readonly durationMs: number;
}

/** Brings requests to the API servers of labs. Who may is decided around it. */
export class LabKube {
  readonly #connections: KubeConnections;
  readonly #logger: LoggerService;
  readonly #stopped = new AbortController();
  readonly #ofLabs = new LabSlots({
    perLab: PER_LAB,
    inAll: IN_ALL,
    explain: used =>
      `${used} requests of this lab's Kubernetes API are running, the maximum at one time: end a watch or a session first.`,
    explainAll: used =>
      `${used} requests of labs' Kubernetes APIs are running in this portal, the maximum at one time: try again in a moment.`,
  });
  #going = 0;
  #whenNone: () => void = () => undefined;
  /** By person, as there are no labs of one. */
  readonly #ofPeople = new LabSlots({
    perLab: PER_PERSON,
    explain: used =>
      `${used} requests of yours are running, the maximum at one time: end a watch or a session first.`,
  });

  constructor(options: {
    connections: KubeConnections;
    logger: LoggerService;
  }) {
    this.#connections = options.connections;
    this.#logger = options.logger;
  }

  /**
   * Takes the places of a request, before anything is done for it.
   * @returns what gives them back
   * @throws TooManyRequestsError
   */
  reserve(labId: string, { userRef }: LabCaller): () => void {
    const ofPerson = this.#ofPeople.take(userRef);
    try {
      const ofLab = this.#ofLabs.take(labId);
      this.#going += 1;
      return () => {
        ofLab();
        ofPerson();
        this.#going -= 1;
        if (this.#going === 0) {
          this.#whenNone();
        }
      };
    } catch (error) {
      ofPerson();
      throw error;
    }
  }

  /**
   * Forwards a request, and returns when all of its answer has been taken.
   * @throws as {@link forward} and {@link impersonationHeaders} do
   */
  async exchange(
    lab: LabRecord,
    role: KubeRole,
    request: KubeRequest,
    exchange: KubeExchange,
    options: {
      signal: AbortSignal;
      onStatus?: (status: number) => Promise<void>;
    },
  ): Promise<KubeAnswer> {
    const startedAt = performance.now();
    const connection = await this.#connect(lab, role);
    const whileServing = AbortSignal.any([
      options.signal,
      this.#stopped.signal,
    ]);
    whileServing.throwIfAborted();
    const impersonation = impersonationHeaders(exchange.req, role);
    try {
      const status = await forward(request, connection, exchange, {
        signal: whileServing,
        idleMs: SESSION_IDLE_MS,
        answerMs: SESSION_ANSWER_MS,
        impersonation,
        onStatus: options.onStatus,
      });
      const durationMs = Math.round(performance.now() - startedAt);
      return { as: role, status, durationMs };
    } catch (error) {
      // It may be at another address now, or have other credentials.
      if (isError(error) && error.name === 'ServiceUnavailableError') {
        this.#connections.forget(lab, connection);
      }
      throw error;
    }
  }

  /** Ends all open connections, and waits for a short time. */
  async stop(): Promise<void> {
    this.#stopped.abort(
      new ServiceUnavailableError(
        'The portal is being restarted: try again in a moment.',
      ),
    );
    if (this.#going === 0) {
      return;
    }
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, STOP_MS);
      this.#whenNone = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #connect(lab: LabRecord, role: KubeRole): Promise<KubeConnection> {
    try {
      return await this.#connections.to(lab, role);
    } catch (error) {
      this.#logger
        .child({ labId: lab.id })
        .warn(
          'The portal gets no access to the cluster of a lab',
          toError(error),
        );
      throw new ServiceUnavailableError(
        `The cluster of the lab "${lab.name}" gives the portal no access now: try again in a moment.`,
      );
    }
  }
}
