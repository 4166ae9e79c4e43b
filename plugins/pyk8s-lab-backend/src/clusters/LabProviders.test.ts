import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type { LabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { LabProviders } from './LabProviders';

const simulated = SimulatedLabProvider.create({
  provisioningTimeMs: 0,
  maxWorkers: 1,
});

type State = 'available' | 'broken' | 'unreachable';

/** A provider of real labs that is, or is not, to be had. */
const real = (state: State): LabProvider => ({
  id: 'kind',
  title: 'KinD',
  simulated: false,
  hosts: ['local'],
  can: {},
  phases: () => [],
  options: async () => ({
    available: state === 'available',
    reachable: state !== 'unreachable',
    kubernetesVersions: [],
    maxWorkers: 3,
  }),
  create: (...args) => simulated.create(...args),
  check: (...args) => simulated.check(...args),
  kubeconfig: (...args) => simulated.kubeconfig(...args),
  preflight: (...args) => simulated.preflight(...args),
  viewerKubeconfig: (...args) => simulated.viewerKubeconfig(...args),
  destroy: (...args) => simulated.destroy(...args),
  list: (...args) => simulated.list(...args),
});

describe('the default provider', () => {
  const defaultOf = async (options: {
    state: State;
    development: boolean;
    defaultId?: string;
  }) => {
    const providers = LabProviders.create({
      providers: [real(options.state), simulated],
      defaultId: options.defaultId ?? 'kind',
      fallBackToSimulated: options.development,
    });
    return (await providers.describe()).filter(({ isDefault }) => isDefault);
  };

  it.each([
    ['is the configured one', 'available', true, 'kind'],
    ['is simulated while Docker is away', 'unreachable', true, 'simulated'],
    ['is never simulated while Docker is there', 'broken', true, 'kind'],
    [
      'is never simulated by itself in production',
      'unreachable',
      false,
      'kind',
    ],
    ['is the configured one in production', 'available', false, 'kind'],
  ] as const)('%s', async (_, state, development, expected) => {
    expect(await defaultOf({ state, development })).toMatchObject([
      { id: expected },
    ]);
  });

  it('is simulated in production where that is configured', async () => {
    expect(
      await defaultOf({
        state: 'available',
        development: false,
        defaultId: 'simulated',
      }),
    ).toMatchObject([{ id: 'simulated' }]);
  });
});
