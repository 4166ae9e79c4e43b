import { ConflictError } from '@backstage/errors';
import type {
  ListedCluster,
  LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { createHash, randomUUID } from 'node:crypto';
import type { ClusterRecord, LabRecord, NewCluster } from '../database';
import { capabilityOf, Cluster, type CapabilityName } from './Cluster';
import type { ClusterLeases } from './ClusterLeases';
import type { LabProviders } from './LabProviders';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What changes a cluster, and so needs its lease. */
type Changes =
  | 'create'
  | 'destroy'
  | 'pause'
  | 'resume'
  | 'importImages'
  | 'spreadImages';

/** The cluster of a lab, without what changes it. */
export type LabClusterView = Omit<Cluster, Changes>;

type OfLab = Pick<
  LabRecord,
  'name' | 'provider' | 'spec' | 'status' | 'cluster'
>;

interface ClustersOptions {
  readonly providers: LabProviders;
  readonly instanceId: string;
  readonly leases: Pick<ClusterLeases, 'hold'>;
}

/** The clusters of this portal, which carry its instance id in their names. */
export class Clusters {
  readonly #providers: LabProviders;
  readonly #prefix: string;
  readonly #leases: Pick<ClusterLeases, 'hold'>;

  static create(options: ClustersOptions): Clusters {
    return new Clusters(options);
  }

  private constructor(options: ClustersOptions) {
    this.#providers = options.providers;
    this.#leases = options.leases;
    this.#prefix = `lab-${options.instanceId}-`;
  }

  /**
   * The cluster of a lab.
   * @throws ConflictError when it has none
   * @throws Error when its provider is no longer installed
   */
  of(lab: OfLab): LabClusterView {
    return this.#of(lab).cluster;
  }

  /**
   * Does what changes the cluster of a lab, under its lease.
   *
   * @param work - its signal aborts when the caller's does, or the lease is lost
   * @param options - wait: until the lease is free, rather than to fail at once
   * @throws ConflictError when the lab has none; ClusterBusyError when another holds
   *   the lease, unless it waits
   */
  async change<T>(
    lab: OfLab,
    signal: AbortSignal,
    work: (cluster: Cluster, signal: AbortSignal) => Promise<T>,
    options: { wait?: boolean } = {},
  ): Promise<T> {
    const { id, cluster } = this.#of(lab);
    return this.#leases.hold(id, signal, held => work(cluster, held), options);
  }

  #of(lab: OfLab): { id: string; cluster: Cluster } {
    if (!lab.cluster) {
      throw new ConflictError(
        `The lab "${lab.name}" has no cluster: it is ${lab.status}.`,
      );
    }
    const { id, name, host } = lab.cluster;
    return {
      id,
      cluster: new Cluster(
        this.#providers.get(lab.provider),
        { name, host },
        lab.spec,
      ),
    };
  }

  /** A cluster that is about to be created for a lab. Its name holds only its id. */
  next(lab: Pick<LabRecord, 'provider' | 'host' | 'spec'>): NewCluster {
    const id = randomUUID();
    const { provider, host, spec } = lab;
    return {
      id,
      name: this.nameOf(id),
      provider,
      host,
      template: templateOf(lab.provider, spec),
    };
  }

  /** Removes all that there is of a cluster that no lab has. */
  async remove(
    { provider, name, host }: Pick<ClusterRecord, 'provider' | 'name' | 'host'>,
    options: Parameters<LabProvider['destroy']>[1],
  ): Promise<void> {
    await this.#providers.get(provider).destroy({ name, host }, options);
  }

  /** The name of a cluster by its id. */
  nameOf(id: string): string {
    return `${this.#prefix}${id}`;
  }

  /** The id of a cluster by its name; a new one where that holds none. */
  idFrom(name: string): string {
    const id = name.slice(this.#prefix.length);
    return UUID.test(id) ? id : randomUUID();
  }

  /**
   * What a provider that is not installed can do is unknown.
   * @throws NotImplementedError when the provider of a lab lacks a capability
   */
  assertCan(
    lab: Pick<LabRecord, 'provider'>,
    capability: CapabilityName,
  ): void {
    const provider = this.#providers.find(lab.provider);
    if (provider) {
      capabilityOf(provider, capability);
    }
  }

  /**
   * All that a provider has of this portal.
   * @throws ProviderUnavailableError when that is unknown now
   */
  async list(
    provider: LabProvider,
    options: { signal: AbortSignal },
  ): Promise<ListedCluster[]> {
    return provider.list(this.#prefix, options);
  }
}

/**
 * A hash of what decides how a cluster is made: two of the same template are
 * exchangeable. The settings of the provider, such as its network, are those of the
 * portal, and so are not in it.
 *
 * @returns 64 hexadecimal digits
 */
export function templateOf(provider: string, spec: LabRecord['spec']): string {
  const { kubernetesVersion, workers, resources } = spec;
  const { cpu, memory } = { ...resources };
  return createHash('sha256')
    .update(
      JSON.stringify(
        [provider, kubernetesVersion, workers, cpu, memory].map(
          value => value ?? null,
        ),
      ),
    )
    .digest('hex');
}
