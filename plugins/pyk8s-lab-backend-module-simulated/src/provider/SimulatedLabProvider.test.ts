import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  runProviderContract,
  StepRecorder,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse } from 'yaml';
import {
  createCluster,
  createProvider,
  ref,
  signal,
  spec,
} from './__testUtils__/createProvider';

const GIB = 2 ** 30;

describe('SimulatedLabProvider', () => {
  runProviderContract({
    createProvider: () =>
      createProvider({ provisioningTimeMs: 20, memoryBytes: 8 * GIB }),
    workers: 2,
  });

  describe('without optional capabilities', () => {
    runProviderContract({
      createProvider: () => createProvider({ can: [], memoryBytes: 8 * GIB }),
      can: [],
    });
  });

  it('reports that it is simulated and how to get real labs', async () => {
    const provider = createProvider();

    expect(provider.simulated).toBe(true);
    expect((await provider.options()).message).toMatch(
      /no cluster is created.*Docker.*npm run lab-host/,
    );
  });

  it.each([0, 2])(
    'distributes the provisioning time over the phases, with %i workers',
    async workers => {
      const waits: number[] = [];
      const provider = createProvider({
        provisioningTimeMs: 8_000,
        wait: async ms => {
          waits.push(ms);
        },
      });

      await provider.create(ref, { ...spec, workers }, new StepRecorder());

      expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(8_000);
      expect(Math.min(...waits)).toBeGreaterThan(0);
    },
  );

  it('stops creating when the signal aborts', async () => {
    const provider = createProvider({ provisioningTimeMs: 3_600_000 });
    const step = new StepRecorder();
    const created = provider.create(ref, spec, step);

    step.abort();

    await expect(created).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('keeps an incomplete cluster when a phase fails, as kind can', async () => {
    const provider = createProvider({
      intercept: ({ phase }) => {
        if (phase === 'cni') {
          throw new ProvisioningError('no network');
        }
      },
    });
    const step = new StepRecorder();

    await expect(provider.create(ref, spec, step)).rejects.toThrow(
      'no network',
    );

    expect(step.phases.at(-1)).toBe('cni');
    expect(provider.clusterNames()).toEqual([ref.name]);
    expect(await provider.check(ref, spec, { signal })).toMatchObject({
      ready: false,
      waitingFor: expect.stringContaining('cni'),
    });
    await expect(provider.kubeconfig(ref, { signal })).rejects.toThrow(
      'not ready',
    );
  });

  it('refuses to create an existing cluster', async () => {
    const provider = await createCluster();

    await expect(
      provider.create(ref, spec, new StepRecorder()),
    ).rejects.toMatchObject({ name: 'ProvisioningError', retryable: true });
  });

  it('fails when the cluster is removed during create', async () => {
    const provider = createProvider({
      intercept: ({ phase }) => {
        if (phase === 'storage') {
          provider.vanish(ref.name);
        }
      },
    });

    await expect(
      provider.create(ref, spec, new StepRecorder()),
    ).rejects.toThrow('no longer exists');
    expect(await provider.check(ref, spec, { signal })).toBeUndefined();
  });

  it('simulates an unreachable tool', async () => {
    const provider = createProvider({
      intercept: () => {
        throw new Error('unreachable');
      },
    });

    await expect(provider.list('', { signal })).rejects.toThrow('unreachable');
    expect(await provider.options()).toMatchObject({
      available: false,
      message: 'unreachable',
    });
  });

  it('returns a kubeconfig whose server does not exist', async () => {
    const provider = await createCluster();

    expect(parse(await provider.kubeconfig(ref, { signal }))).toMatchObject({
      clusters: [{ cluster: { server: 'https://simulated.invalid' } }],
    });
  });

  it('is unlimited unless it is given memory', async () => {
    const provider = createProvider();
    const large = { ...spec, resources: { memory: '900Ti' } };

    expect(
      await provider.preflight('local', large, { making: [large], signal }),
    ).toEqual({ fits: 'now', reason: '' });
    expect((await provider.options()).capacity).toBeUndefined();
  });

  it('frees the memory of a paused lab', async () => {
    const provider = createProvider({ memoryBytes: 3 * GIB });
    const large = { ...spec, resources: { memory: '2Gi' } };
    await provider.create(ref, large, new StepRecorder());
    const fits = async (making: (typeof large)[] = []) =>
      provider.preflight('local', large, { making, signal });

    expect(await fits()).toEqual({
      fits: 'later',
      reason:
        'Simulated: waits for memory. It needs 2 GiB, and 1 GiB are free.',
    });

    await provider.power.pause(ref, new StepRecorder());
    expect((await fits()).fits).toBe('now');
    expect((await fits([large])).fits).toBe('later');
  });

  it('reports why a preflight fails', async () => {
    const provider = createProvider({
      intercept: ({ verb }) => {
        if (verb === 'preflight') {
          throw new Error('unreachable');
        }
      },
    });

    expect(
      await provider.preflight('local', spec, { making: [], signal }),
    ).toEqual({ fits: 'later', reason: 'unreachable' });
  });

  it('names the simulated viewer in the kubeconfig of a viewer', async () => {
    const provider = await createCluster();

    expect(
      parse(await provider.viewerKubeconfig(ref, { signal })),
    ).toMatchObject({
      'current-context': `simulated-${ref.name}-viewer`,
      clusters: [{ cluster: { server: 'https://simulated.invalid' } }],
    });
  });
});
