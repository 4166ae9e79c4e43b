import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type { LabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { LabProviders } from './LabProviders';

const simulated = SimulatedLabProvider.create({
  provisioningTimeMs: 0,
  maxWorkers: 1,
});

/** A provider of real labs that is, or is not, available. */
const real = (available: boolean): LabProvider => ({
  id: 'kind',
  title: 'KinD',
  simulated: false,
  hosts: ['local'],
  options: async () => ({ available, kubernetesVersions: [], maxWorkers: 3 }),
  create: (...args) => simulated.create(...args),
  check: (...args) => simulated.check(...args),
  kubeconfig: (...args) => simulated.kubeconfig(...args),
  destroy: (...args) => simulated.destroy(...args),
  list: (...args) => simulated.list(...args),
});

describe('the default provider', () => {
  const defaultOf = async (options: {
    available: boolean;
    development: boolean;
    defaultId?: string;
  }) => {
    const providers = LabProviders.create({
      providers: [real(options.available), simulated],
      defaultId: options.defaultId ?? 'kind',
      fallBackToSimulated: options.development,
    });
    return (await providers.describe()).filter(({ isDefault }) => isDefault);
  };

  it.each([
    ['is the configured one while it is available', true, true, 'kind'],
    ['is simulated in development while it is not', false, true, 'simulated'],
    ['is never simulated by itself in production', false, false, 'kind'],
    ['is the configured one in production', true, false, 'kind'],
  ])('%s', async (_, available, development, expected) => {
    expect(await defaultOf({ available, development })).toMatchObject([
      { id: expected },
    ]);
  });

  it('is simulated in production where that is configured', async () => {
    expect(
      await defaultOf({
        available: true,
        development: false,
        defaultId: 'simulated',
      }),
    ).toMatchObject([{ id: 'simulated' }]);
  });
});
