import { NotImplementedError } from '@backstage/errors';
import type {
  ActivityCapability,
  ClusterRef,
  ClusterSpec,
  CommandCapability,
  ImageCapability,
  LabProvider,
  ListedNode,
  LogCapability,
  PowerCapability,
  ProviderCapabilities,
  ProviderPhase,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { phasesOf } from './phasesOf';

/** What a provider may be able to do. */
export type CapabilityName = keyof ProviderCapabilities;

/** What a provider without it cannot do, as in "cannot pause labs". */
const LACKING: Readonly<Record<CapabilityName, string>> = {
  power: 'pause and resume labs',
  commands: 'run commands in labs',
  logs: 'read the logs of labs',
  images: 'list or import the images of labs',
  activity: 'tell whether a lab is used',
};

/** The parameters of a method but for the cluster. */
type After<F, Bound extends readonly unknown[]> = F extends (
  ...args: [...Bound, ...infer Rest]
) => unknown
  ? Rest
  : never;
type AfterHost = After<
  LabProvider['preflight'],
  [host: string, spec: ClusterSpec]
>;
type OfRef<T, M extends keyof T> = After<T[M], [ref: ClusterRef]>;
type OfSpec<T, M extends keyof T> = After<
  T[M],
  [ref: ClusterRef, spec: ClusterSpec]
>;

/**
 * One cluster and its provider. What each method does is said at LabProvider and
 * ProviderCapabilities; one that the provider lacks throws NotImplementedError.
 */
export class Cluster {
  readonly #provider: LabProvider;
  readonly #ref: ClusterRef;
  readonly #spec: ClusterSpec;

  constructor(provider: LabProvider, ref: ClusterRef, spec: ClusterSpec) {
    this.#provider = provider;
    this.#ref = ref;
    this.#spec = spec;
  }

  get name(): string {
    return this.#ref.name;
  }

  can(capability: CapabilityName): boolean {
    return this.#provider.can[capability] !== undefined;
  }

  /** What it goes through while it is created. */
  get phases(): ProviderPhase[] {
    return phasesOf(this.#provider, this.#spec);
  }

  preflight(...rest: AfterHost) {
    return this.#provider.preflight(this.#ref.host, this.#spec, ...rest);
  }

  create(...rest: OfSpec<LabProvider, 'create'>) {
    return this.#provider.create(this.#ref, this.#spec, ...rest);
  }

  check(...rest: OfSpec<LabProvider, 'check'>) {
    return this.#provider.check(this.#ref, this.#spec, ...rest);
  }

  kubeconfig(...rest: OfRef<LabProvider, 'kubeconfig'>) {
    return this.#provider.kubeconfig(this.#ref, ...rest);
  }

  viewerKubeconfig(...rest: OfRef<LabProvider, 'viewerKubeconfig'>) {
    return this.#provider.viewerKubeconfig(this.#ref, ...rest);
  }

  async exec(...rest: OfRef<CommandCapability, 'exec'>) {
    return this.#get('commands').exec(this.#ref, ...rest);
  }

  async apply(...rest: OfRef<CommandCapability, 'apply'>) {
    return this.#get('commands').apply(this.#ref, ...rest);
  }

  async logSources(...rest: OfRef<LogCapability, 'logSources'>) {
    return this.#get('logs').logSources(this.#ref, ...rest);
  }

  async logs(...rest: OfRef<LogCapability, 'logs'>) {
    return this.#get('logs').logs(this.#ref, ...rest);
  }

  async exportLogs(...rest: OfRef<LogCapability, 'exportLogs'>) {
    return this.#get('logs').exportLogs(this.#ref, ...rest);
  }

  async images(...rest: OfRef<ImageCapability, 'images'>) {
    return this.#get('images').images(this.#ref, ...rest);
  }

  async importImages(...rest: OfRef<ImageCapability, 'importImages'>) {
    return this.#get('images').importImages(this.#ref, ...rest);
  }

  async spreadImages(...rest: OfRef<ImageCapability, 'spreadImages'>) {
    return this.#get('images').spreadImages(this.#ref, ...rest);
  }

  /** An image of the cluster's host. */
  async hostImage(
    ...rest: After<ImageCapability['hostImage'], [host: string]>
  ) {
    return this.#get('images').hostImage(this.#ref.host, ...rest);
  }

  async pause(...rest: OfRef<PowerCapability, 'pause'>) {
    return this.#get('power').pause(this.#ref, ...rest);
  }

  async resume(...rest: OfSpec<PowerCapability, 'resume'>) {
    return this.#get('power').resume(this.#ref, this.#spec, ...rest);
  }

  async activity(...rest: OfRef<ActivityCapability, 'activity'>) {
    return this.#get('activity').activity(this.#ref, ...rest);
  }

  destroy(...rest: OfRef<LabProvider, 'destroy'>) {
    return this.#provider.destroy(this.#ref, ...rest);
  }

  /**
   * The nodes, as the provider lists them without asking the cluster.
   * @throws ProviderUnavailableError when that is unknown now
   */
  async nodes(options: { signal: AbortSignal }): Promise<ListedNode[]> {
    const listed = await this.#provider.list(this.#ref.name, options);
    return listed.find(({ ref }) => ref.name === this.#ref.name)?.nodes ?? [];
  }

  #get<C extends CapabilityName>(capability: C) {
    return capabilityOf(this.#provider, capability);
  }
}

/** @throws NotImplementedError when the provider lacks it */
export function capabilityOf<C extends CapabilityName>(
  { can, title }: LabProvider,
  capability: C,
): NonNullable<ProviderCapabilities[C]> {
  const found = can[capability];
  if (!found) {
    throw new NotImplementedError(
      `The provider ${title} cannot ${LACKING[capability]}.`,
    );
  }
  return found;
}
