import type {
  ListedCluster,
  LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from '../database';
import { Cluster } from './Cluster';
import type { LabProviders } from './LabProviders';

/** The clusters of this portal's labs, which carry its instance id in their names. */
export class Clusters {
  readonly #providers: LabProviders;
  readonly #prefix: string;

  static create(options: {
    providers: LabProviders;
    instanceId: string;
  }): Clusters {
    return new Clusters(options);
  }

  private constructor(options: {
    providers: LabProviders;
    instanceId: string;
  }) {
    this.#providers = options.providers;
    this.#prefix = `lab-${options.instanceId}-`;
  }

  /**
   * The cluster of a lab. Its name holds nothing that a user typed.
   * @throws Error when its provider is no longer installed
   */
  of(lab: Pick<LabRecord, 'id' | 'provider' | 'host' | 'spec'>): Cluster {
    return new Cluster(
      this.#providers.get(lab.provider),
      { name: this.nameOf(lab), host: lab.host },
      lab.spec,
    );
  }

  nameOf({ id }: Pick<LabRecord, 'id'>): string {
    return `${this.#prefix}${id}`;
  }

  /**
   * All that a provider has of this portal.
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  async list(
    provider: LabProvider,
    options: { signal: AbortSignal },
  ): Promise<ListedCluster[]> {
    return provider.list(this.#prefix, options);
  }
}
