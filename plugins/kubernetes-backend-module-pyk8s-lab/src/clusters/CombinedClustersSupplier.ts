import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ClusterDetails,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';
import type { ConfiguredOnly } from './ConfiguredOnly';
import type { LabClusters } from './LabClusters';

/** The dependencies of a {@link CombinedClustersSupplier}. */
export interface CombinedClustersSupplierOptions {
  /** The clusters of `kubernetes.clusterLocatorMethods`. */
  readonly configured: KubernetesClustersSupplier;
  readonly configuredOnly: ConfiguredOnly;
  readonly labs: Pick<LabClusters, 'of'>;
  /**
   * Adds the labs of the user. By default these are the labs that the user owns or
   * viewed recently: pages poll for clusters every ten seconds, and administrators may
   * read every lab.
   */
  readonly allLabs: boolean;
}

/** The configured clusters, and the labs that the user may read. */
export class CombinedClustersSupplier implements KubernetesClustersSupplier {
  readonly #options: CombinedClustersSupplierOptions;

  static create(
    options: CombinedClustersSupplierOptions,
  ): CombinedClustersSupplier {
    return new CombinedClustersSupplier(options);
  }

  private constructor(options: CombinedClustersSupplierOptions) {
    this.#options = options;
  }

  async getClusters(options: {
    credentials: BackstageCredentials;
  }): Promise<ClusterDetails[]> {
    const { configured, configuredOnly } = this.#options;
    const [others, labs] = await Promise.all([
      configured.getClusters(options),
      configuredOnly.isActive ? [] : this.#labsOf(options.credentials),
    ]);
    return [...others, ...labs];
  }

  async #labsOf(viewer: BackstageCredentials): Promise<ClusterDetails[]> {
    const { allLabs, labs } = this.#options;
    const readable = await labs.of(viewer);
    return readable
      ? readable.open(allLabs ? readable.labs : readable.inUse)
      : [];
  }
}
