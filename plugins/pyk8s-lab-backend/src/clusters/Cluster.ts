import type {
  ClusterRef,
  ClusterSpec,
  LabProvider,
  ListedNode,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The parameters of a provider's method but for the cluster. */
type After<
  M extends keyof LabProvider,
  Bound extends readonly unknown[],
> = LabProvider[M] extends (...args: [...Bound, ...infer Rest]) => unknown
  ? Rest
  : never;
type AfterHost = After<'preflight', [host: string, spec: ClusterSpec]>;
type OfRef<M extends keyof LabProvider> = After<M, [ref: ClusterRef]>;
type OfSpec<M extends keyof LabProvider> = After<
  M,
  [ref: ClusterRef, spec: ClusterSpec]
>;

/** One cluster and its provider. What each method does is said at LabProvider. */
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

  preflight(...rest: AfterHost) {
    return this.#provider.preflight(this.#ref.host, this.#spec, ...rest);
  }

  create(...rest: OfSpec<'create'>) {
    return this.#provider.create(this.#ref, this.#spec, ...rest);
  }

  check(...rest: OfSpec<'check'>) {
    return this.#provider.check(this.#ref, this.#spec, ...rest);
  }

  kubeconfig(...rest: OfRef<'kubeconfig'>) {
    return this.#provider.kubeconfig(this.#ref, ...rest);
  }

  viewerKubeconfig(...rest: OfRef<'viewerKubeconfig'>) {
    return this.#provider.viewerKubeconfig(this.#ref, ...rest);
  }

  exec(...rest: OfRef<'exec'>) {
    return this.#provider.exec(this.#ref, ...rest);
  }

  apply(...rest: OfRef<'apply'>) {
    return this.#provider.apply(this.#ref, ...rest);
  }

  logSources(...rest: OfRef<'logSources'>) {
    return this.#provider.logSources(this.#ref, ...rest);
  }

  logs(...rest: OfRef<'logs'>) {
    return this.#provider.logs(this.#ref, ...rest);
  }

  exportLogs(...rest: OfRef<'exportLogs'>) {
    return this.#provider.exportLogs(this.#ref, ...rest);
  }

  images(...rest: OfRef<'images'>) {
    return this.#provider.images(this.#ref, ...rest);
  }

  importImages(...rest: OfRef<'importImages'>) {
    return this.#provider.importImages(this.#ref, ...rest);
  }

  spreadImages(...rest: OfRef<'spreadImages'>) {
    return this.#provider.spreadImages(this.#ref, ...rest);
  }

  /** An image of the cluster's host. */
  hostImage(...rest: After<'hostImage', [host: string]>) {
    return this.#provider.hostImage(this.#ref.host, ...rest);
  }

  pause(...rest: OfRef<'pause'>) {
    return this.#provider.pause(this.#ref, ...rest);
  }

  resume(...rest: OfSpec<'resume'>) {
    return this.#provider.resume(this.#ref, this.#spec, ...rest);
  }

  activity(...rest: OfRef<'activity'>) {
    return this.#provider.activity(this.#ref, ...rest);
  }

  destroy(...rest: OfRef<'destroy'>) {
    return this.#provider.destroy(this.#ref, ...rest);
  }

  /**
   * The nodes, as the provider lists them without asking the cluster.
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  async nodes(options: { signal: AbortSignal }): Promise<ListedNode[]> {
    const listed = await this.#provider.list(this.#ref.name, options);
    return listed.find(({ ref }) => ref.name === this.#ref.name)?.nodes ?? [];
  }
}
