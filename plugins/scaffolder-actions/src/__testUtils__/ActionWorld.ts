import { LabApiServer } from '@internal/test-utils';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { LabAccess } from '../labs/LabAccess';
import { ActionRunner, type RunOptions } from './ActionRunner';
import { KUBECONFIG } from './someLabs';

/** Runs actions against a fake labs API. */
export class ActionWorld {
  readonly #runner: ActionRunner;
  readonly #api: LabApiServer;
  /** The requested tokens. */
  readonly tokensFor: unknown[];
  /** The durations of pauses, which are skipped. */
  readonly pauses: number[];

  static async start(): Promise<ActionWorld> {
    const api = await LabApiServer.start();
    api.memory.kubeconfig = KUBECONFIG;
    const tokensFor: unknown[] = [];
    const auth = mockServices.auth.mock();
    auth.getPluginRequestToken.mockImplementation(async request => {
      tokensFor.push(request);
      return { token: `token-${tokensFor.length}` };
    });
    const discovery = mockServices.discovery.mock();
    discovery.getBaseUrl.mockImplementation(async () => api.url);
    discovery.getExternalBaseUrl.mockResolvedValue(
      'https://portal.example.com/api/pyk8s-lab',
    );
    const pauses: number[] = [];
    const runner = await ActionRunner.create(
      LabAccess.create({
        auth,
        discovery,
        appUrl: 'https://portal.example.com/',
      }),
      async (ms, signal) => {
        pauses.push(ms);
        // Lets pending promises settle.
        await new Promise(resolve => setImmediate(resolve));
        signal?.throwIfAborted();
      },
    );
    return new ActionWorld(api, runner, tokensFor, pauses);
  }

  private constructor(
    api: LabApiServer,
    runner: ActionRunner,
    tokensFor: unknown[],
    pauses: number[],
  ) {
    this.#api = api;
    this.#runner = runner;
    this.tokensFor = tokensFor;
    this.pauses = pauses;
  }

  async stop(): Promise<void> {
    await this.#api.stop();
    await this.#runner.remove();
  }

  get api() {
    return this.#api;
  }

  get workspace() {
    return this.#runner.workspace;
  }

  get log() {
    return this.#runner.log;
  }

  get redactions() {
    return this.#runner.redactions;
  }

  get outputs() {
    return this.#runner.outputs;
  }

  get checkpoints() {
    return this.#runner.checkpoints;
  }

  get tasks(): Pick<ActionRunner, 'end' | 'cancel'> {
    return this.#runner;
  }

  run(id: string, input: JsonObject, options?: RunOptions) {
    return this.#runner.run(id, input, options);
  }
}
