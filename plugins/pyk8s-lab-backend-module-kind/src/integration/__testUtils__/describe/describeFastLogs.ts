import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { inDefault, type ClusterLogReader } from '../ClusterLogReader';
import { controlPlaneOf, docker, until, type RunCommand } from '../commands';
import { startPod } from '../pods';
import { LineNumbers, PrintedNumbers } from '../PrintedNumbers';

const TEST_TIMEOUT_MS = 120_000;
const MIB = 2 ** 20;

/**
 * Adds the tests of pods that write faster than their reader.
 * @param image - has a shell
 */
export function describeFastLogs({
  reader,
  run,
  cluster,
  image,
}: {
  reader: ClusterLogReader;
  run: RunCommand;
  cluster: () => ClusterRef;
  image: () => string;
}): void {
  it(
    'of a pod that writes 10,000 lines per second take bounded memory',
    async () => {
      const line = 'x'.repeat(200);
      await startPod(run, {
        name: 'floods',
        image: image(),
        script: `while :; do yes ${line} | head -n 11000; sleep 1; done | cat -n`,
      });
      await reader.untilPod('floods', ({ phase }) => phase === 'Running');

      // A test of the client checks backpressure exactly.
      for (const [speed, pauseMs, wanted, mostMib] of [
        ['a fast reader', 0, 100_000, 60],
        ['a slow reader', 200, 20_000, 25],
      ] as const) {
        const controller = new AbortController();
        const numbers = new LineNumbers();
        const before = process.memoryUsage().rss;
        const started = performance.now();
        let most = 0;
        await reader.logs(inDefault('floods'), {
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
          `${speed}: ${lines} lines in ${seconds.toFixed(1)} s, ${Math.round(
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
    'of a pod are complete when rotation passes a blocked reader',
    async () => {
      const line = 'x'.repeat(200);
      const seconds = 35;
      const perSecond = 7_000;
      await startPod(run, {
        name: 'rotates',
        image: image(),
        // 1.6 MB per second: the kubelet checks every ten seconds, and keeps five files.
        script: `for n in $(seq ${seconds}); do yes ${line} | head -n ${perSecond}; sleep 1; done | cat -n; sleep 3600`,
      });
      await reader.untilPod('rotates', ({ phase }) => phase === 'Running');
      const rotated = async () =>
        (
          await docker(
            ...['exec', controlPlaneOf(cluster()), 'find', '/var/log/pods'],
            ...['-path', '*/default_rotates_*/0.log.*'],
          )
        )
          .trim()
          .split('\n').length;
      const controller = new AbortController();
      const numbers = new PrintedNumbers(line);
      let blocked: Promise<unknown> | undefined;
      const started = performance.now();
      await reader.logs(inDefault('rotates'), {
        follow: true,
        tailLines: 100_000,
        signal: controller.signal,
        onOutput: async chunk => {
          numbers.take(chunk);
          // The kubelet has reached the end of the log, and notices rotation from then on.
          if (numbers.count > 3 * perSecond) {
            blocked ??= until(async () => (await rotated()) >= 3);
            await blocked;
          }
          if (numbers.last === seconds * perSecond) {
            controller.abort();
          }
        },
      });
      const { gaps, missed, repeated, halves } = numbers;
      process.stdout.write(
        `a blocked reader: ${numbers.count} lines in ${(
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
}
