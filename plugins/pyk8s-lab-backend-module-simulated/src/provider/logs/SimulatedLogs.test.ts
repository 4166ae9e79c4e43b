import type {
  ClusterLogOptions,
  ClusterLogSource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { createCluster, ref, signal } from '../__testUtils__/createProvider';
import type { SimulatedLabProvider } from '../SimulatedLabProvider';
import type { SimulatedMoment } from '../SimulatedLabProviderOptions';

describe('SimulatedLogs', () => {
  const controlPlane = `${ref.name}-control-plane`;
  const read = async (
    provider: SimulatedLabProvider,
    source: ClusterLogSource,
    options: Partial<ClusterLogOptions> = {},
  ) => {
    let text = '';
    await provider.logs.logs(ref, source, {
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
  ])('names the simulated log of %s', async (words, source) => {
    const provider = await createCluster();

    expect(await read(provider, source)).toMatch(
      new RegExp(`^\\S+Z simulated lab: this would be the log of ${words}\\n$`),
    );
  });

  it('lists the nodes and a simulated pod', async () => {
    const provider = await createCluster({ workers: 1 });

    const { nodes, pods } = await provider.logs.logSources(ref, { signal });

    expect(nodes.map(({ role }) => role)).toEqual(['control-plane', 'worker']);
    expect(pods).toEqual([
      {
        namespace: 'default',
        name: 'simulated',
        phase: 'Simulated',
        containers: [{ name: 'simulated', init: false, restarts: 0 }],
      },
    ]);
  });

  it('fails, and stops waiting when the signal aborts', async () => {
    const moments: SimulatedMoment[] = [];
    const source: ClusterLogSource = { kind: 'node', node: controlPlane };
    let act: () => void | Promise<void> = () => {
      throw new Error('simulated failure');
    };
    const provider = await createCluster({
      intercept: moment => {
        moments.push(moment);
        return ['logs', 'logSources'].includes(moment.verb) ? act() : undefined;
      },
    });

    await expect(provider.logs.logSources(ref, { signal })).rejects.toThrow(
      'simulated failure',
    );
    expect(moments.at(-1)).toEqual({ verb: 'logSources', ref });
    await expect(read(provider, source)).rejects.toThrow('simulated failure');
    expect(moments.at(-1)).toEqual({ verb: 'logs', ref, source });

    const reason = new Error('cancelled');
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
