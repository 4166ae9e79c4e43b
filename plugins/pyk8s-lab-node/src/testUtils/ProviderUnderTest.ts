import { randomBytes, randomUUID } from 'node:crypto';
import { DEFAULT_KUBERNETES_VERSION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterCheck, ClusterRef, ClusterSpec } from '../cluster';
import type { LabProvider } from '../LabProvider';
import type { ProviderCapabilities } from '../ProviderCapabilities';
import { COMMAND, someManifests } from './commandContract';
import { testImageArchive } from './imageArchive';
import { SOME_LOG } from './logContract';

/**
 * Options of the contract.
 * @public
 */
export interface ProviderContractOptions {
  /** Creates the provider under test; called once, before the first test. */
  createProvider(): LabProvider | Promise<LabProvider>;
  /** The capabilities of the provider; tests of others are omitted. Defaults to all. */
  can?: readonly (keyof ProviderCapabilities)[];
  /** The worker nodes of the cluster. Defaults to 1. */
  workers?: number;
  /** The timeout of creating one cluster, in milliseconds. Defaults to 5000. */
  timeoutMs?: number;
}

export const CAPABILITIES = [
  'power',
  'commands',
  'logs',
  'images',
  'activity',
] as const;

/** The remains of a cluster that does not exist. */
export const NOTHING = { check: undefined, listed: [] };

/** The provider of a contract, and the clusters that its tests create. */
export class ProviderUnderTest {
  readonly prefix = `lab-${randomBytes(4).toString('hex')}-`;
  readonly signal = new AbortController().signal;
  readonly timeoutMs: number;
  readonly spec: ClusterSpec;
  readonly #options: ProviderContractOptions;
  #provider: LabProvider | undefined;

  constructor(options: ProviderContractOptions) {
    const { workers = 1, timeoutMs = 5_000 } = options;
    this.#options = options;
    this.timeoutMs = timeoutMs;
    this.spec = { kubernetesVersion: DEFAULT_KUBERNETES_VERSION, workers };
  }

  async start(): Promise<void> {
    this.#provider = await this.#options.createProvider();
  }

  get provider(): LabProvider {
    if (!this.#provider) {
      throw new Error('The provider is created before the first test.');
    }
    return this.#provider;
  }

  has(name: keyof ProviderCapabilities): boolean {
    return (this.#options.can ?? CAPABILITIES).includes(name);
  }

  able<C extends keyof ProviderCapabilities>(
    name: C,
  ): NonNullable<ProviderCapabilities[C]> {
    const capability = this.provider.can[name];
    if (!capability) {
      throw new Error(`The provider has no capability ${name}.`);
    }
    return capability as NonNullable<ProviderCapabilities[C]>;
  }

  newRef(): ClusterRef {
    return {
      name: `${this.prefix}${randomUUID()}`,
      host: this.provider.hosts[0],
    };
  }

  async namesUnder(prefix: string): Promise<string[]> {
    const listed = await this.provider.list(prefix, { signal: this.signal });
    return listed.map(({ ref }) => ref.name);
  }

  /** The check and the listed names of a cluster. */
  async remainsOf(
    ref: ClusterRef,
  ): Promise<{ check: ClusterCheck | undefined; listed: string[] }> {
    const { signal } = this;
    return {
      check: await this.provider.check(ref, this.spec, { signal }),
      listed: await this.namesUnder(ref.name),
    };
  }

  /** All operations on a cluster that the capabilities offer, except power. */
  usesOf(ref: ClusterRef): (() => Promise<unknown>)[] {
    const { signal } = this;
    const ignored = { signal, onOutput: () => undefined };
    const node = `${ref.name}-control-plane`;
    const progress = { signal, onProgress: () => undefined };
    const uses: Record<
      Exclude<keyof ProviderCapabilities, 'power'>,
      (() => Promise<unknown>)[]
    > = {
      commands: [
        () => this.able('commands').exec(ref, COMMAND, ignored),
        () => this.able('commands').apply(ref, someManifests(), ignored),
      ],
      logs: [
        () => this.able('logs').logSources(ref, { signal }),
        () =>
          this.able('logs').logs(
            ref,
            { kind: 'node', node },
            { ...SOME_LOG, ...ignored },
          ),
      ],
      images: [
        () => this.able('images').images(ref, { signal }),
        () =>
          this.able('images').importImages(ref, testImageArchive(), progress),
        () => this.able('images').spreadImages(ref, [], progress),
      ],
      activity: [() => this.able('activity').activity(ref, { signal })],
    };
    return CAPABILITIES.flatMap(name =>
      name !== 'power' && this.has(name) ? uses[name] : [],
    );
  }
}
