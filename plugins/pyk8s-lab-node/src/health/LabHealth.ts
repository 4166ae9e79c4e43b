import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type LoggerService,
} from '@backstage/backend-plugin-api';

/**
 * How one part of PyK8s-Lab is.
 * @public
 */
export interface LabHealthReport {
  /** False: no requests should be sent to this process now. */
  readonly ready: boolean;
  /** False: only a restart of this process helps. */
  readonly live: boolean;
  /** Why, for people. It is public, so it holds no details. */
  readonly message?: string;
}

/**
 * Collects how the parts of PyK8s-Lab are. Backstage's `rootHealth` service takes
 * no checks of plugins, so a portal whose readiness should tell of labs gives it a
 * factory that asks this service.
 * @public
 */
export interface LabHealthService {
  /**
   * @param check - answers within seconds; one that throws is not ready, and why
   *   goes to the log
   */
  addCheck(name: string, check: () => Promise<LabHealthReport>): void;
  /**
   * Asks every part.
   * @param options - timeoutMs: how long a part may take; 3 s unless given. One
   *   that takes longer is not ready, and lives
   */
  report(options?: {
    timeoutMs?: number;
  }): Promise<Record<string, LabHealthReport>>;
}

const CHECK_TIMEOUT_MS = 3_000;

/**
 * The checks of a process.
 * @public
 */
export class LabHealth implements LabHealthService {
  readonly #logger: LoggerService;
  readonly #checks = new Map<string, () => Promise<LabHealthReport>>();
  /** What has thrown, and was logged. */
  readonly #failing = new Set<string>();

  static create(options: { logger: LoggerService }): LabHealth {
    return new LabHealth(options.logger);
  }

  private constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  addCheck(name: string, check: () => Promise<LabHealthReport>): void {
    this.#checks.set(name, check);
  }

  async report(
    options: { timeoutMs?: number } = {},
  ): Promise<Record<string, LabHealthReport>> {
    const { timeoutMs = CHECK_TIMEOUT_MS } = options;
    return Object.fromEntries(
      await Promise.all(
        [...this.#checks].map(async ([name, check]) => [
          name,
          await inTime(() => this.#ask(name, check), timeoutMs),
        ]),
      ),
    );
  }

  /** Probes come every few seconds: a failure is logged when it begins. */
  async #ask(
    name: string,
    check: () => Promise<LabHealthReport>,
  ): Promise<LabHealthReport> {
    try {
      const report = await check();
      this.#failing.delete(name);
      return report;
    } catch (error) {
      if (!this.#failing.has(name)) {
        this.#failing.add(name);
        this.#logger.warn(`The health check "${name}" fails`, error as Error);
      }
      return {
        ready: false,
        live: true,
        message: 'It fails; the log says why.',
      };
    }
  }
}

async function inTime(
  ask: () => Promise<LabHealthReport>,
  timeoutMs: number,
): Promise<LabHealthReport> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      ask(),
      new Promise<LabHealthReport>(resolve => {
        timer = setTimeout(
          () =>
            resolve({
              ready: false,
              live: true,
              message: 'It did not answer in time.',
            }),
          timeoutMs,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The {@link LabHealthService} of a process.
 * @public
 */
export const labHealthServiceRef = createServiceRef<LabHealthService>({
  id: 'pyk8s-lab.health',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { logger: coreServices.rootLogger },
      factory: ({ logger }) => LabHealth.create({ logger }),
    }),
});
