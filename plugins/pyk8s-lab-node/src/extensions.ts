import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { LabProvider } from './LabProvider';

/**
 * Takes the providers that labs can be made with.
 * @public
 */
export interface LabProvidersExtensionPoint {
  /**
   * Adds a provider.
   * @throws Error when a provider with the same id was added before
   */
  addProvider(provider: LabProvider): void;
}

/**
 * Where a module adds its {@link LabProvider}.
 * @public
 */
export const labProvidersExtensionPoint =
  createExtensionPoint<LabProvidersExtensionPoint>({
    id: 'pyk8s-lab.providers',
  });
