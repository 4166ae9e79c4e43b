import type {
  RootHealthService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import type { JsonValue } from '@backstage/types';
import type { LabHealthService } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

type Answer = { status: number; payload: JsonValue };

/**
 * Less than the second that Kubernetes waits for a probe unless told otherwise: a
 * part that does not answer, such as a database that hangs, lives, and restarting
 * the portal would not help it.
 */
const LIVENESS_TIMEOUT_MS = 500;

/**
 * Backstage's own liveness and readiness (up between start and shutdown), and what
 * the labs say of theirs.
 */
export class PortalHealth implements RootHealthService {
  readonly #labs: LabHealthService;
  #state: 'starting' | 'up' | 'down' = 'starting';

  static create(options: {
    lifecycle: RootLifecycleService;
    labs: LabHealthService;
  }): PortalHealth {
    return new PortalHealth(options);
  }

  private constructor(options: {
    lifecycle: RootLifecycleService;
    labs: LabHealthService;
  }) {
    this.#labs = options.labs;
    options.lifecycle.addStartupHook(() => {
      this.#state = 'up';
    });
    options.lifecycle.addBeforeShutdownHook(() => {
      this.#state = 'down';
    });
  }

  async getLiveness(): Promise<Answer> {
    const labs = await this.#labs.report({ timeoutMs: LIVENESS_TIMEOUT_MS });
    return answer(
      Object.values(labs).every(({ live }) => live),
      labs,
    );
  }

  async getReadiness(): Promise<Answer> {
    if (this.#state !== 'up') {
      return {
        status: 503,
        payload: {
          status: 'error',
          message:
            this.#state === 'starting'
              ? 'The portal is starting.'
              : 'The portal is stopping.',
        },
      };
    }
    const labs = await this.#labs.report();
    return answer(
      Object.values(labs).every(({ ready }) => ready),
      labs,
    );
  }
}

function answer(
  good: boolean,
  labs: Awaited<ReturnType<LabHealthService['report']>>,
): Answer {
  return {
    status: good ? 200 : 503,
    payload: {
      status: good ? 'ok' : 'error',
      labs: Object.fromEntries(
        Object.entries(labs).map(([name, report]) => [name, { ...report }]),
      ),
    },
  };
}
