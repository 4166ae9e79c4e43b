import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { SimulatedLabProvider } from '../SimulatedLabProvider';
import type { SimulatedLabProviderOptions } from '../SimulatedLabProviderOptions';

export const ref = { name: 'lab-abc-1', host: 'local' };
export const spec = { kubernetesVersion: 'default', workers: 0 };
export const { signal } = new AbortController();

/** A provider whose clusters are ready at once. */
export const createProvider = (
  options: Partial<SimulatedLabProviderOptions> = {},
): SimulatedLabProvider =>
  SimulatedLabProvider.create({
    provisioningTimeMs: 0,
    maxWorkers: 3,
    ...options,
  });

/** A provider with one cluster, `ref`. */
export async function createCluster(
  options: Partial<SimulatedLabProviderOptions> & { workers?: number } = {},
): Promise<SimulatedLabProvider> {
  const { workers = 0, ...behaviour } = options;
  const provider = createProvider(behaviour);
  await provider.create(ref, { ...spec, workers }, new StepRecorder());
  return provider;
}
