import {
  ProvisioningError,
  type ClusterLogOptions,
  type ClusterLogSource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  runProviderContract,
  StepRecorder,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse } from 'yaml';
import {
  SimulatedLabProvider,
  type SimulatedLabProviderOptions,
  type SimulatedMoment,
} from './SimulatedLabProvider';

const aProvider = (options: Partial<SimulatedLabProviderOptions> = {}) =>
  SimulatedLabProvider.create({
    provisioningTimeMs: 0,
    maxWorkers: 3,
    ...options,
  });

const ref = { name: 'lab-abc-1', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 0 };
const { signal } = new AbortController();
const GIB = 2 ** 30;

describe('SimulatedLabProvider', () => {
  runProviderContract({
    createProvider: () =>
      aProvider({ provisioningTimeMs: 20, memoryBytes: 8 * GIB }),
    workers: 2,
  });

  describe('that can do nothing beyond', () => {
    runProviderContract({
      createProvider: () => aProvider({ can: [], memoryBytes: 8 * GIB }),
      can: [],
    });
  });

  it('says that it is simulated, and how to get real labs', async () => {
    const provider = aProvider();

    expect(provider.simulated).toBe(true);
    expect((await provider.options()).message).toMatch(
      /no cluster is made.*Docker.*npm run lab-host/,
    );
  });

  it.each([0, 2])(
    'spreads its time over the phases, with %i workers',
    async workers => {
      const waits: number[] = [];
      const provider = aProvider({
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

  it('stops waiting when it is aborted', async () => {
    const provider = aProvider({ provisioningTimeMs: 3_600_000 });
    const step = new StepRecorder();
    const created = provider.create(ref, spec, step);

    step.abort();

    await expect(created).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves a half-made cluster when a phase fails, as kind can', async () => {
    const provider = aProvider({
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

  it('does not make a cluster twice', async () => {
    const provider = aProvider();
    await provider.create(ref, spec, new StepRecorder());

    await expect(
      provider.create(ref, spec, new StepRecorder()),
    ).rejects.toMatchObject({ name: 'ProvisioningError', retryable: true });
  });

  it('fails when the cluster vanishes while it is made', async () => {
    const provider = aProvider({
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

  it('can stand for a tool that cannot be reached', async () => {
    const provider = aProvider({
      intercept: () => {
        throw new Error('out of reach');
      },
    });

    await expect(provider.list('', { signal })).rejects.toThrow('out of reach');
    expect(await provider.options()).toMatchObject({
      available: false,
      message: 'out of reach',
    });
  });

  it('has a kubeconfig that leads nowhere', async () => {
    const provider = aProvider();
    await provider.create(ref, spec, new StepRecorder());

    expect(parse(await provider.kubeconfig(ref, { signal }))).toMatchObject({
      clusters: [{ cluster: { server: 'https://simulated.invalid' } }],
    });
  });

  it('has room for everything, unless it is told its memory', async () => {
    const provider = aProvider();
    const large = { ...spec, resources: { memory: '900Ti' } };

    expect(
      await provider.preflight('local', large, { making: [large], signal }),
    ).toEqual({ fits: 'now', reason: '' });
    expect((await provider.options()).capacity).toBeUndefined();
  });

  it('has room again once a lab is paused', async () => {
    const provider = aProvider({ memoryBytes: 3 * GIB });
    const large = { ...spec, resources: { memory: '2Gi' } };
    await provider.create(ref, large, new StepRecorder());
    const fits = async (making: (typeof large)[] = []) =>
      provider.preflight('local', large, { making, signal });

    expect(await fits()).toEqual({
      fits: 'later',
      reason:
        'Simulated: waits for memory. It needs 2 GiB, and 1 GiB are free.',
    });

    await provider.pause(ref, new StepRecorder());
    expect((await fits()).fits).toBe('now');
    expect((await fits([large])).fits).toBe('later');
  });

  it('waits with the words of what it cannot reach', async () => {
    const provider = aProvider({
      intercept: ({ verb }) => {
        if (verb === 'preflight') {
          throw new Error('out of reach');
        }
      },
    });

    expect(
      await provider.preflight('local', spec, { making: [], signal }),
    ).toEqual({ fits: 'later', reason: 'out of reach' });
  });

  it('counts what people do, from zero after a pause', async () => {
    const provider = aProvider();
    await provider.create(ref, spec, new StepRecorder());
    const requests = async () =>
      (await provider.activity(ref, { signal }))?.requests;

    expect(await requests()).toBe(0);
    provider.use(ref.name);
    provider.use(ref.name, 4);
    expect(await requests()).toBe(5);

    await provider.resume(ref, spec, new StepRecorder());
    expect(await requests()).toBe(5);
    await provider.pause(ref, new StepRecorder());
    await provider.resume(ref, spec, new StepRecorder());
    expect(await requests()).toBe(0);
  });

  it.each(['pause', 'resume'] as const)(
    'can fail, and be aborted, at %s',
    async verb => {
      let fail = () => {};
      const provider = aProvider({
        intercept: moment => {
          if (moment.verb === verb) {
            fail();
          }
        },
      });
      await provider.create(ref, spec, new StepRecorder());
      await provider.pause(ref, new StepRecorder()).catch(() => undefined);
      const step = new StepRecorder();
      const run = () =>
        verb === 'pause'
          ? provider.pause(ref, step)
          : provider.resume(ref, spec, step);

      fail = () => {
        throw new Error('no luck');
      };
      await expect(run()).rejects.toThrow('no luck');
      fail = () => step.abort();
      await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    },
  );

  describe('with a command', () => {
    const command = { argv: ['kubectl', 'get', 'pods'], timeoutMs: 1_000 };
    const printed: string[] = [];
    const io = {
      signal,
      onOutput: (stream: string, chunk: Uint8Array) => {
        printed.push(`${stream}: ${Buffer.from(chunk)}`);
      },
    };

    beforeEach(() => {
      printed.length = 0;
    });

    it('says what would run, and runs nothing', async () => {
      const provider = aProvider();
      await provider.create(ref, spec, new StepRecorder());

      await provider.exec(ref, command, io);
      await provider.exec(
        ref,
        { ...command, argv: ['printf', '%s', 'a b', ''], input: 'é' },
        io,
      );

      expect(printed).toEqual([
        'stdout: simulated lab: this would run: kubectl get pods\n',
        'stdout: simulated lab: this would run: printf %s "a b" "" (with 2 bytes to read)\n',
      ]);
    });

    it('can be made to fail, or to take its time until it is aborted', async () => {
      const moments: SimulatedMoment[] = [];
      let act: () => void | Promise<void> = () => {
        throw new Error('no luck');
      };
      const provider = aProvider({
        intercept: moment => {
          moments.push(moment);
          return moment.verb === 'exec' ? act() : undefined;
        },
      });
      await provider.create(ref, spec, new StepRecorder());

      await expect(provider.exec(ref, command, io)).rejects.toThrow('no luck');
      expect(moments.at(-1)).toEqual({ verb: 'exec', ref, command });

      const controller = new AbortController();
      const reason = new Error('nobody wants it');
      act = () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      };
      await expect(
        provider.exec(ref, command, { ...io, signal: controller.signal }),
      ).rejects.toBe(reason);
      expect(printed).toEqual([]);
    });

    it('goes on for as long as a command watches', async () => {
      const provider = aProvider();
      await provider.create(ref, spec, new StepRecorder());
      const controller = new AbortController();
      const reason = new Error('enough');
      const watching = provider.exec(
        ref,
        { ...command, argv: ['kubectl', 'get', 'pods', '-w'] },
        {
          signal: controller.signal,
          onOutput: () => {
            setImmediate(() => controller.abort(reason));
          },
        },
      );
      await expect(watching).rejects.toBe(reason);
    });

    it('fails when the cluster goes, or stops, meanwhile', async () => {
      const provider = aProvider();
      await provider.create(ref, spec, new StepRecorder());

      await expect(
        provider.exec(ref, command, {
          signal,
          onOutput: () => provider.stopNodes(ref.name),
        }),
      ).rejects.toThrow('not ready');

      await provider.resume(ref, spec, new StepRecorder());
      await expect(
        provider.exec(ref, command, {
          signal,
          onOutput: () => provider.vanish(ref.name),
        }),
      ).rejects.toThrow('no longer exists');
    });
  });

  describe('with logs', () => {
    const controlPlane = `${ref.name}-control-plane`;
    const read = async (
      provider: SimulatedLabProvider,
      source: ClusterLogSource,
      options: Partial<ClusterLogOptions> = {},
    ) => {
      let text = '';
      await provider.logs(ref, source, {
        tailLines: 10,
        follow: false,
        signal,
        onOutput: chunk => {
          text += Buffer.from(chunk);
        },
        ...options,
      });
      return text;
    };

    it.each<[string, ClusterLogSource]>([
      [`the node ${controlPlane}`, { kind: 'node', node: controlPlane }],
      [
        `kubelet on the node ${controlPlane}`,
        { kind: 'node', node: controlPlane, unit: 'kubelet' },
      ],
      [
        'the container simulated of the pod simulated',
        { kind: 'pod', namespace: 'default', pod: 'simulated' },
      ],
    ])('says that it would be that of %s', async (words, source) => {
      const provider = aProvider();
      await provider.create(ref, spec, new StepRecorder());

      expect(await read(provider, source)).toMatch(
        new RegExp(
          `^\\S+Z simulated lab: this would be the log of ${words}\\n$`,
        ),
      );
    });

    it('has a pod that says what it is', async () => {
      const provider = aProvider();
      await provider.create(ref, { ...spec, workers: 1 }, new StepRecorder());

      const { nodes, pods } = await provider.logSources(ref, { signal });

      expect(nodes.map(({ role }) => role)).toEqual([
        'control-plane',
        'worker',
      ]);
      expect(pods).toEqual([
        {
          namespace: 'default',
          name: 'simulated',
          phase: 'Simulated',
          containers: [{ name: 'simulated', init: false, restarts: 0 }],
        },
      ]);
    });

    it('can be made to fail, or to take its time until it is aborted', async () => {
      const moments: SimulatedMoment[] = [];
      const source: ClusterLogSource = { kind: 'node', node: controlPlane };
      let act: () => void | Promise<void> = () => {
        throw new Error('no luck');
      };
      const provider = aProvider({
        intercept: moment => {
          moments.push(moment);
          return ['logs', 'logSources'].includes(moment.verb)
            ? act()
            : undefined;
        },
      });
      await provider.create(ref, spec, new StepRecorder());

      await expect(provider.logSources(ref, { signal })).rejects.toThrow(
        'no luck',
      );
      expect(moments.at(-1)).toEqual({ verb: 'logSources', ref });
      await expect(read(provider, source)).rejects.toThrow('no luck');
      expect(moments.at(-1)).toEqual({ verb: 'logs', ref, source });

      const reason = new Error('nobody wants it');
      const aborted = async (follow: boolean) => {
        const controller = new AbortController();
        act = () => {
          controller.abort(reason);
          return new Promise(() => undefined);
        };
        return read(provider, source, { follow, signal: controller.signal });
      };
      expect(await aborted(true)).toBe('');
      await expect(aborted(false)).rejects.toBe(reason);
    });
  });

  it('is recognisable in the kubeconfig of a viewer', async () => {
    const provider = aProvider();
    await provider.create(ref, spec, new StepRecorder());

    expect(
      parse(await provider.viewerKubeconfig(ref, { signal })),
    ).toMatchObject({
      'current-context': `simulated-${ref.name}-viewer`,
      clusters: [{ cluster: { server: 'https://simulated.invalid' } }],
    });
  });
});
