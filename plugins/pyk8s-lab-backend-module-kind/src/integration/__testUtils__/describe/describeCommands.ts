import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  aSleep,
  commandRunner,
  controlPlaneOf,
  docker,
  processesIn,
  until,
} from '../commands';
import type { KindLabProvider } from '../../../KindLabProvider';
import { describeEndedCommands } from './describeEndedCommands';
import { describeUnprivilegedCommands } from './describeUnprivilegedCommands';

const { signal } = new AbortController();
const TEST_TIMEOUT_MS = 60_000;
const MIB = 2 ** 20;

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** @param cluster - created before and removed after the tests */
export function describeCommands(
  provider: KindLabProvider,
  cluster: () => ClusterRef,
): void {
  describe('Commands in a real cluster', () => {
    let ref: ClusterRef;
    const run = commandRunner(provider, () => ref);

    beforeAll(() => {
      ref = cluster();
    });

    describeUnprivilegedCommands({ run, cluster: () => ref });

    it('are root if requested', async () => {
      const { stdout } = await run(
        ['sh', '-c', 'id -u; kubectl get nodes --output=name'],
        { asRoot: true },
      );

      expect(stdout).toBe(`0\nnode/${controlPlaneOf(ref)}\n`);
    });

    it('get their arguments unchanged', async () => {
      const odd = [
        '$(id)',
        '`id`',
        ';',
        '&&',
        '*',
        '~',
        'a  b',
        '',
        "'",
        '"\n\\',
      ];

      const { stdout } = await run(['printf', '%s\\0', ...odd]);

      expect(stdout.split('\0').slice(0, -1)).toEqual(odd);
    });

    it('return the output of both streams in order, and the exit code', async () => {
      const ran = await run([
        'sh',
        '-c',
        'seq 1 20000; seq 20001 40000 >&2; exit 3',
      ]);
      const numbers = (from: number) =>
        Array.from({ length: 20_000 }, (_, index) => `${from + index}\n`).join(
          '',
        );

      expect(ran.exitCode).toBe(3);
      expect(ran.stdout === numbers(1)).toBe(true);
      expect(ran.stderr === numbers(20_001)).toBe(true);
      expect(await run(['kubectl', 'get', 'nosuchthings'])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringContaining('nosuchthings'),
      });
    });

    it('report that they were killed, or do not exist', async () => {
      expect(await run(['sh', '-c', 'kill -KILL $$'])).toEqual({
        exitCode: 137,
        stdout: '',
        stderr: '',
      });
      expect(await run(['no-such-program'])).toMatchObject({
        exitCode: 127,
        stderr: expect.stringContaining('no-such-program'),
      });
    });

    it('may ignore their input', async () => {
      const input = 'x'.repeat(MIB);

      expect(await run(['wc', '-c'], { input })).toMatchObject({
        stdout: `${MIB}\n`,
      });
      expect(await run(['wc', '-c'], { input: '' })).toMatchObject({
        stdout: '0\n',
      });
      expect(await run(['wc', '-c'])).toMatchObject({ stdout: '0\n' });
      const unread = await run(['seq', '1', '50000'], { input });
      expect(unread.exitCode).toBe(0);
      expect(unread.stdout).toMatch(/\n50000\n$/);
    });

    it(
      'print 50 MiB without taking memory',
      async () => {
        let bytes = 0;
        let most = 0;
        const before = process.memoryUsage().rss;
        const started = performance.now();

        const { exitCode } = await provider.can.commands.exec(
          ref,
          {
            argv: ['head', '-c', String(50 * MIB), '/dev/zero'],
            asRoot: true,
            timeoutMs: TEST_TIMEOUT_MS,
          },
          {
            signal,
            onOutput: async (_, chunk) => {
              bytes += chunk.length;
              most = Math.max(most, process.memoryUsage().rss);
              // A slow reader.
              await new Promise(resolve => setImmediate(resolve));
            },
          },
        );

        expect(exitCode).toBe(0);
        expect(bytes).toBe(50 * MIB);
        const grown = (most - before) / MIB;
        expect(grown).toBeLessThan(40);
        process.stdout.write(
          `50 MiB in ${Math.round(
            performance.now() - started,
          )} ms, with ${grown.toFixed(1)} MiB more memory\n`,
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'are read to the end after they have ended',
      async () => {
        const size = 400_000;
        const sleeper = aSleep();
        let bytes = 0;

        await provider.can.commands.exec(
          ref,
          {
            argv: ['sh', '-c', `head -c ${size} /dev/zero; : ${sleeper}`],
            timeoutMs: TEST_TIMEOUT_MS,
          },
          {
            signal,
            onOutput: async (_, chunk) => {
              bytes += chunk.length;
              await until(
                async () => !(await processesIn(ref, sleeper)).length,
              );
            },
          },
        );

        expect(bytes).toBe(size);
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'run twenty at once',
      async () => {
        const many = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            run(['sh', '-c', `kubectl get --raw=/readyz && echo " ${index}"`]),
          ),
        );

        expect(many).toEqual(
          many.map((_, index) => ({
            exitCode: 0,
            stdout: `ok ${index}\n`,
            stderr: '',
          })),
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'are about as fast as docker exec',
      async () => {
        const argv = ['kubectl', 'version', '--client'];
        const times = { provider: [] as number[], docker: [] as number[] };
        for (let round = 0; round < 10; round++) {
          let started = performance.now();
          await run(argv);
          times.provider.push(performance.now() - started);
          started = performance.now();
          await docker('exec', controlPlaneOf(ref), ...argv);
          times.docker.push(performance.now() - started);
        }
        const [own, bare] = [median(times.provider), median(times.docker)];

        process.stdout.write(
          `kubectl version --client: ${own.toFixed(
            0,
          )} ms, docker exec ${bare.toFixed(0)} ms, ratio ${(
            own / bare
          ).toFixed(2)}\n`,
        );
        expect(times.provider).toHaveLength(10);
      },
      TEST_TIMEOUT_MS,
    );

    describeEndedCommands({ provider, run, cluster: () => ref });
  });
}
