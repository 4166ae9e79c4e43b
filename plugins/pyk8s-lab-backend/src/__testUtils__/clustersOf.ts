import { mockServices } from '@backstage/backend-test-utils';
import type { LabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { Clusters } from '../clusters/Clusters';
import { LabProviders } from '../clusters/LabProviders';
import type { LabRecord } from '../database';

/** The clusters of a portal that has one provider. */
export function clustersOf(provider: LabProvider): Clusters {
  return Clusters.create({
    providers: LabProviders.create({
      providers: [provider],
      defaultId: provider.id,
      fallBackToSimulated: false,
    }),
    instanceId: 'test00',
    leases: { hold: (_id, signal, work) => work(signal, 'test') },
  });
}

/** Creates the cluster of a lab that exists in the database only. */
export async function createClusterOf(
  lab: LabRecord,
  provider: LabProvider,
): Promise<void> {
  const { signal } = new AbortController();
  await clustersOf(provider).change(lab, signal, cluster =>
    cluster.create({
      signal,
      logger: mockServices.logger.mock(),
      onPhase: () => undefined,
      onOutput: () => undefined,
    }),
  );
}
