import type { Entity } from '@backstage/catalog-model';
import type {
  ClusterDetails,
  KubernetesServiceLocator,
  ServiceLocatorRequestContext,
} from '@backstage/plugin-kubernetes-node';
import type { ConfiguredOnly } from '../clusters/ConfiguredOnly';
import type { LabClusters } from '../clusters/LabClusters';
import { chooseLabs } from './chooseLabs';

/** The dependencies of a {@link LabServiceLocator}. */
export interface LabServiceLocatorOptions {
  /** That of `kubernetes.serviceLocatorMethod`, for clusters that are not labs. */
  readonly configured: KubernetesServiceLocator;
  readonly configuredOnly: ConfiguredOnly;
  readonly labs: Pick<LabClusters, 'of'>;
}

/** Finds the labs that may run an entity, in addition to the configured clusters. */
export class LabServiceLocator implements KubernetesServiceLocator {
  readonly #options: LabServiceLocatorOptions;

  static create(options: LabServiceLocatorOptions): LabServiceLocator {
    return new LabServiceLocator(options);
  }

  private constructor(options: LabServiceLocatorOptions) {
    this.#options = options;
  }

  async getClustersByEntity(
    entity: Entity,
    context: ServiceLocatorRequestContext,
  ): Promise<{ clusters: ClusterDetails[] }> {
    const readable = await this.#options.labs.of(context.credentials);
    const chosen =
      readable && chooseLabs(entity, readable.labs, readable.viewerRef);
    const [labs, { clusters }] = await Promise.all([
      chosen ? readable.openResponsive(chosen.labs) : [],
      chosen?.onlyThese ? { clusters: [] } : this.#others(entity, context),
    ]);
    return { clusters: [...labs, ...clusters] };
  }

  #others(entity: Entity, context: ServiceLocatorRequestContext) {
    const { configured, configuredOnly } = this.#options;
    return configuredOnly.run(async () =>
      configured.getClustersByEntity(entity, context),
    );
  }
}
