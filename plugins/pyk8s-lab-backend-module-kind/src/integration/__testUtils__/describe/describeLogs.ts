import type {
  ClusterLogOptions,
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
import { containerIn, imageWithShell, startPod } from '../pods';
import { PrintedNumbers } from '../PrintedNumbers';
import type { KindLabProvider } from '../../../KindLabProvider';

const spec = { kubernetesVersion: 'default', workers: 0 };
const TEST_TIMEOUT_MS = 120_000;
const MIB = 2 ** 20;
const TIMED_LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:?\d\d) /;

const inDefault = (pod: string): ClusterLogSource => ({
  kind: 'pod',
  namespace: 'default',
  pod,
});

/** The lines of pods, without timestamps. */
const withoutTimes = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.replace(TIMED_LINE, ''));

/** Analyses the line numbers of `cat -n`. */
class LineNumbers {
  lines = 0;
  /**
   * Missing or repeated numbers: the kubelet may have deleted lines by rotation before a
   * slow reader reached them.
   */
  missed = 0;
  /**
   * Incomplete lines: the runtime splits some into two entries, between which a log can
   * start or the kubelet can change to the next file.
   */
  odd = 0;
  #next: number | undefined;
  #rest = '';

  take(chunk: Uint8Array): void {
    const parts = (this.#rest + Buffer.from(chunk)).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const number = Number(/^\S+ +(\d+)\tx+$/.exec(part)?.[1]);
      if (Number.isNaN(number)) {
        this.odd += 1;
      } else {
        this.missed += Math.abs(number - (this.#next ?? number));
        this.#next = number + 1;
      }
      this.lines += 1;
    }
  }
}

/** @param cluster - created before and removed after the tests */
export function describeLogs(
  provider: KindLabProvider,
  cluster: () => ClusterRef,
): void {
  describe('Logs of a real cluster', () => {
    let ref: ClusterRef;
    let image: string;
    const run = commandRunner(provider, () => ref);

    const sources = () =>
      provider.can.logs.logSources(ref, {
        signal: new AbortController().signal,
      });
    const aNode = (unit?: string): ClusterLogSource => ({
      kind: 'node',
      node: controlPlaneOf(ref),
      unit,
    });
    const ofApiServer = (): ClusterLogSource => ({
      kind: 'pod',
      namespace: 'kube-system',
      pod: `kube-apiserver-${controlPlaneOf(ref)}`,
    });
    const logs = (
      source: ClusterLogSource,
      options: Partial<ClusterLogOptions> = {},
    ) =>
      provider.can.logs.logs(ref, source, {
        tailLines: 10,
        follow: false,
        signal: new AbortController().signal,
        onOutput: () => undefined,
        ...options,
      });
    const read = async (
      source: ClusterLogSource,
      options: Partial<ClusterLogOptions> = {},
    ) => {
      const chunks: Uint8Array[] = [];
      await logs(source, {
        onOutput: chunk => {
          chunks.push(chunk);
        },
        ...options,
      });
      return Buffer.concat(chunks).toString();
    };
    const untilPod = (
      name: string,
      isSo: (container: { phase: string; restarts: number }) => boolean,
    ) =>
      until(async () => {
        const found = containerIn((await sources()).pods, name);
        return found !== undefined && isSo(found);
      });

    beforeAll(async () => {
      ref = cluster();
      image = await imageWithShell(run);
    }, CLUSTER_TIMEOUT_MS);

    it('are those of its node and of its pods, in order', async () => {
      const { nodes, pods } = await sources();

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
        const lines = (await read(aNode(unit), { tailLines: 20 }))
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

      const recent = await read(aNode(), {
        tailLines: 10_000,
        sinceSeconds: 3,
      });
      const whole = await read(aNode(), {
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
        const followed = logs(aNode(), {
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

    it('of the API server end at the requested line', async () => {
      const lines = (await read(ofApiServer(), { tailLines: 3 })).split('\n');

      expect(lines).toHaveLength(4);
      for (const line of lines.slice(0, 3)) {
        expect(line).toMatch(TIMED_LINE);
      }
    });

    it(
      'of a container that has ended end with it, whole',
      async () => {
        await startPod(run, {
          name: 'counts',
          image,
          script: 'seq 1 100000; sleep 3; echo end',
        });
        await untilPod('counts', ({ phase }) => phase === 'Running');

        const followed = await read(inDefault('counts'), {
          follow: true,
          tailLines: 200_000,
        });
        const started = performance.now();
        const whole = await read(inDefault('counts'), { tailLines: 200_000 });
        const seconds = (performance.now() - started) / 1_000;

        const wanted = Array.from({ length: 100_000 }, (_, i) => `${i + 1}`);
        // Compared as one text: a diff of many lines takes long to print.
        expect(withoutTimes(whole).join() === [...wanted, 'end'].join()).toBe(
          true,
        );
        expect(followed === whole).toBe(true);
        expect(
          withoutTimes(await read(inDefault('counts'), { tailLines: 2 })),
        ).toEqual(['100000', 'end']);
        process.stdout.write(
          `100,001 lines in ${seconds.toFixed(2)} s, ${Math.round(
            100_001 / seconds,
          )} lines/s\n`,
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'of a pod that writes 10,000 lines a second take bounded memory',
      async () => {
        const line = 'x'.repeat(200);
        await startPod(run, {
          name: 'floods',
          image,
          script: `while :; do yes ${line} | head -n 11000; sleep 1; done | cat -n`,
        });
        await untilPod('floods', ({ phase }) => phase === 'Running');

        // A test of the client checks backpressure exactly.
        for (const [reader, pauseMs, wanted, mostMib] of [
          ['a fast reader', 0, 100_000, 60],
          ['a slow reader', 200, 20_000, 25],
        ] as const) {
          const controller = new AbortController();
          const numbers = new LineNumbers();
          const before = process.memoryUsage().rss;
          const started = performance.now();
          let most = 0;
          await logs(inDefault('floods'), {
            follow: true,
            tailLines: 0,
            signal: controller.signal,
            onOutput: async chunk => {
              numbers.take(chunk);
              most = Math.max(most, process.memoryUsage().rss);
              if (numbers.lines >= wanted) {
                controller.abort();
              }
              await new Promise(resolve => setTimeout(resolve, pauseMs));
            },
          });
          const seconds = (performance.now() - started) / 1_000;
          const grown = (most - before) / MIB;

          const { lines, missed, odd } = numbers;
          process.stdout.write(
            `${reader}: ${lines} lines in ${seconds.toFixed(1)} s, ${Math.round(
              lines / seconds,
            )} lines/s, with ${grown.toFixed(
              1,
            )} MiB more memory; ${missed} missed\n`,
          );
          expect(lines).toBeGreaterThanOrEqual(wanted);
          expect(odd).toBeLessThan(10);
          expect(grown).toBeLessThan(mostMib);
        }
        await run(['kubectl', 'delete', 'pod', 'floods', '--wait=false']);
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'of a pod are whole where rotation passes a reader that stands still',
      async () => {
        const line = 'x'.repeat(200);
        const seconds = 35;
        const perSecond = 7_000;
        await startPod(run, {
          name: 'rotates',
          image,
          // 1.6 MB per second: the kubelet checks every ten seconds, and keeps five files.
          script: `for n in $(seq ${seconds}); do yes ${line} | head -n ${perSecond}; sleep 1; done | cat -n; sleep 3600`,
        });
        await untilPod('rotates', ({ phase }) => phase === 'Running');
        const rotated = async () =>
          (
            await docker(
              ...['exec', controlPlaneOf(ref), 'find', '/var/log/pods'],
              ...['-path', '*/default_rotates_*/0.log.*'],
            )
          )
            .trim()
            .split('\n').length;
        const controller = new AbortController();
        const numbers = new PrintedNumbers(line);
        let stands: Promise<unknown> | undefined;
        const started = performance.now();
        await logs(inDefault('rotates'), {
          follow: true,
          tailLines: 100_000,
          signal: controller.signal,
          onOutput: async chunk => {
            numbers.take(chunk);
            // The kubelet has reached the end of the log, and notices rotation from then on.
            if (numbers.count > 3 * perSecond) {
              stands ??= until(async () => (await rotated()) >= 3);
              await stands;
            }
            if (numbers.last === seconds * perSecond) {
              controller.abort();
            }
          },
        });
        const { gaps, missed, repeated, halves } = numbers;
        process.stdout.write(
          `a reader that stands still: ${numbers.count} lines in ${(
            (performance.now() - started) /
            1_000
          ).toFixed(
            1,
          )} s; ${missed} missed, ${repeated} repeated, ${gaps} gaps, ${halves} halves\n`,
        );
        expect({ gaps, missed, repeated }).toEqual({
          gaps: 0,
          missed: 0,
          repeated: 0,
        });
        expect(halves).toBeLessThan(20);
        await run(['kubectl', 'delete', 'pod', 'rotates', '--wait=false']);
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'of a container that was started again are two',
      async () => {
        await startPod(run, {
          name: 'restarts',
          image,
          restartPolicy: 'Always',
          script: `
          if [ -e /kept/again ]; then echo second; sleep 3600; fi
          echo first; touch /kept/again; exit 1`,
        });
        await untilPod('restarts', ({ restarts }) => restarts === 1);
        const source = inDefault('restarts');

        const previous = { ...source, previous: true };
        expect(withoutTimes(await read(previous))).toEqual(['first']);
        await until(async () => (await read(source)).includes('second'));
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'of what has not started, or was not before, are refused with the reason',
      async () => {
        await startPod(run, {
          name: 'waits',
          image: 'registry.invalid/not-there:1',
          script: 'true',
        });
        await until(async () =>
          (
            await run(['kubectl', 'get', 'pod', 'waits'])
          ).stdout.includes('ErrImageNeverPull'),
        );

        await expect(read(inDefault('waits'))).rejects.toMatchObject({
          name: 'InputError',
          message: expect.stringContaining('waiting to start'),
        });
        await expect(
          read({ ...inDefault('counts'), previous: true } as ClusterLogSource),
        ).rejects.toMatchObject({
          name: 'InputError',
          message: expect.stringMatching(/previous terminated.*not found/),
        });
        await expect(read(inDefault('nosuch'))).rejects.toThrow(
          /There is no pod nosuch in the namespace default; there is counts/,
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'say that the cluster has stopped while they are followed',
      async () => {
        const follow = async (source: ClusterLogSource) => {
          let begin = () => {};
          const started = new Promise<void>(resolve => {
            begin = resolve;
          });
          const ended = logs(source, { follow: true, onOutput: begin }).catch(
            error => error,
          );
          await Promise.race([started, ended]);
          return { ended };
        };
        const [ofNode, ofPod] = await Promise.all([
          follow(aNode()),
          follow(ofApiServer()),
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
