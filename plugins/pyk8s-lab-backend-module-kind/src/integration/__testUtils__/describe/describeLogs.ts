import type {
  ClusterLogSource,
  ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  commandRunner,
  controlPlaneOf,
  docker,
  processesIn,
  until,
} from '../commands';
import { CLUSTER_TIMEOUT_MS } from '@internal/test-utils';
import { ClusterLogReader, TIMED_LINE } from '../ClusterLogReader';
import { imageWithShell } from '../pods';
import { describeFastLogs } from './describeFastLogs';
import { describePodLogs, ofApiServer } from './describePodLogs';
import type { KindLabProvider } from '../../../KindLabProvider';

const spec = { kubernetesVersion: 'default', workers: 0 };
const TEST_TIMEOUT_MS = 120_000;

/** @param cluster - created before and removed after the tests */
export function describeLogs(
  provider: KindLabProvider,
  cluster: () => ClusterRef,
): void {
  describe('Logs of a real cluster', () => {
    let ref: ClusterRef;
    let image: string;
    const run = commandRunner(provider, () => ref);
    const reader = new ClusterLogReader(provider, () => ref);
    const aNode = (unit?: string): ClusterLogSource => ({
      kind: 'node',
      node: controlPlaneOf(ref),
      unit,
    });

    beforeAll(async () => {
      ref = cluster();
      image = await imageWithShell(run);
    }, CLUSTER_TIMEOUT_MS);

    it('are those of its node and of its pods, in order', async () => {
      const { nodes, pods } = await reader.sources();

      expect(nodes).toEqual([
        {
          name: controlPlaneOf(ref),
          role: 'control-plane',
          units: ['kubelet', 'containerd'],
        },
      ]);
      const names = pods.map(({ namespace, name }) => `${namespace} ${name}`);
      expect(names).toContain(
        `kube-system kube-apiserver-${controlPlaneOf(ref)}`,
      );
      expect(names).toEqual([...names].sort());
    });

    it.each(['kubelet', 'containerd'])(
      'of the node have the lines of %s and of nothing else',
      async unit => {
        const lines = (await reader.read(aNode(unit), { tailLines: 20 }))
          .trimEnd()
          .split('\n');

        expect(lines).toHaveLength(20);
        for (const line of lines) {
          expect(line).toMatch(TIMED_LINE);
          expect(line).toMatch(new RegExp(` (${unit}|systemd)\\[\\d+\\]: `));
        }
      },
    );

    it('of the node can start some seconds ago', async () => {
      const node = controlPlaneOf(ref);
      await docker('exec', node, 'logger', 'a line of now');

      const recent = await reader.read(aNode(), {
        tailLines: 10_000,
        sinceSeconds: 3,
      });
      const whole = await reader.read(aNode(), {
        tailLines: 10_000,
        sinceSeconds: 86_400,
      });

      expect(recent).toContain('a line of now');
      expect(whole).toContain(recent.split('\n')[0]);
      expect(whole.length).toBeGreaterThan(2 * recent.length);
    });

    it(
      'of the node that are followed leave no process there',
      async () => {
        const node = controlPlaneOf(ref);
        const controller = new AbortController();
        let text = '';
        const followed = reader.logs(aNode(), {
          follow: true,
          signal: controller.signal,
          onOutput: chunk => {
            text += Buffer.from(chunk);
          },
        });
        await until(async () => text !== '');
        expect(await processesIn(ref, 'journalctl')).not.toEqual([]);
        await docker('exec', node, 'logger', 'a line that came later');
        await until(async () => text.includes('a line that came later'));

        controller.abort();
        await followed;

        expect(await processesIn(ref, 'journalctl')).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );

    const pods = { reader, run, cluster: () => ref, image: () => image };
    describePodLogs(pods);
    describeFastLogs(pods);

    it(
      'report that the cluster stopped while they are followed',
      async () => {
        const follow = async (source: ClusterLogSource) => {
          let begin = () => {};
          const started = new Promise<void>(resolve => {
            begin = resolve;
          });
          const ended = reader
            .logs(source, { follow: true, onOutput: begin })
            .catch(error => error);
          await Promise.race([started, ended]);
          return { ended };
        };
        const [ofNode, ofPod] = await Promise.all([
          follow(aNode()),
          follow(ofApiServer(ref)),
        ]);

        await docker('kill', controlPlaneOf(ref));

        expect(String(await ofNode.ended)).toContain('stopped before');
        expect(String(await ofPod.ended)).toContain('broke off the log');
        await provider.can.power.resume(ref, spec, new StepRecorder());
      },
      CLUSTER_TIMEOUT_MS,
    );
  });
}
