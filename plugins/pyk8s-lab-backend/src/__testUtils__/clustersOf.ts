import type { LabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { Clusters } from '../clusters/Clusters';
import { LabProviders } from '../clusters/LabProviders';

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
