import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import simulatedModule from './index';

/** Starts the module with a plugin that accepts providers. */
async function startWith(simulated: object): Promise<LabProvider[]> {
  const added: LabProvider[] = [];
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'pyk8s-lab',
        register(reg) {
          reg.registerExtensionPoint(labProvidersExtensionPoint, {
            addProvider: provider => added.push(provider),
          });
          reg.registerInit({ deps: {}, async init() {} });
        },
      }),
      simulatedModule,
      mockServices.rootConfig.factory({ data: { pyk8sLab: { simulated } } }),
    ],
  });
  await backend.stop();
  return added;
}

describe('simulatedModule', () => {
  it('adds its provider, with the settings from config', async () => {
    const [provider] = await startWith({ maxWorkers: 5 });

    expect(provider.id).toBe('simulated');
    expect(await provider.options()).toMatchObject({ maxWorkers: 5 });
  });

  it('adds none when it is switched off', async () => {
    expect(await startWith({ enabled: false })).toEqual([]);
  });

  it('stops the start at a bad key', async () => {
    await expect(startWith({ maxWorkers: 'many' })).rejects.toThrow(
      'pyk8sLab.simulated.maxWorkers',
    );
  });
});
