import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import plugin from './index';

const provider = (moduleId: string): BackendFeature =>
  createBackendModule({
    pluginId: 'pyk8s-lab',
    moduleId,
    register(reg) {
      reg.registerInit({
        deps: { providers: labProvidersExtensionPoint },
        async init({ providers }) {
          providers.addProvider(
            SimulatedLabProvider.create({
              provisioningTimeMs: 0,
              maxWorkers: 1,
            }),
          );
        },
      });
    },
  });

const start = async (pyk8sLab: object, ...features: BackendFeature[]) => {
  const backend = await startTestBackend({
    features: [
      plugin,
      ...features,
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          pyk8sLab,
        },
      }),
    ],
  });
  await backend.stop();
};

describe('the start of the plugin', () => {
  it('succeeds with a provider', async () => {
    await expect(
      start({ defaultProvider: 'simulated' }, provider('one')),
    ).resolves.toBeUndefined();
  });

  it('is stopped by a bad key, which it names', async () => {
    await expect(
      start({ ttl: { defualt: '2h' } }, provider('one')),
    ).rejects.toThrow(/pyk8sLab\.ttl\.defualt is not a setting/);
  });

  it('says which module to add when there is no provider', async () => {
    await expect(start({})).rejects.toThrow(
      /no provider to make labs with: add one to the backend, such as @pyk8s-lab/,
    );
  });

  it('names the providers that there are when the default is none of them', async () => {
    await expect(start({}, provider('one'))).rejects.toThrow(
      /defaultProvider is "kind", but the installed providers are: simulated/,
    );
  });

  it('refuses one provider twice', async () => {
    await expect(start({}, provider('one'), provider('two'))).rejects.toThrow(
      /a lab provider "simulated" already/,
    );
  });
});
