import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  commandRunner,
  controlPlaneOf,
  docker,
  processesIn,
  until,
} from '../commands';
import { interruptibleDocker } from '../interruptibleDocker';
import { CLUSTER_TIMEOUT_MS } from '@internal/test-utils';
import { realSettings } from '../kindHost';
import { KindLabProvider } from '../../../KindLabProvider';

const spec = { kubernetesVersion: 'default', workers: 0 };
const { signal } = new AbortController();
const TEST_TIMEOUT_MS = 60_000;
const MIB = 2 ** 20;

/** A duration that no other sleep in the node has: some hours. */
const aSleep = () => `sleep ${randomInt(1e8, 1e9)}`;

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

    describe('as nobody', () => {
      it('have kubectl as the administrator of the cluster', async () => {
        expect(await run(['kubectl', 'get', 'nodes', '--output=name'])).toEqual(
          {
            exitCode: 0,
            stdout: `node/${controlPlaneOf(ref)}\n`,
            stderr: '',
          },
        );
        expect(
          (await run(['kubectl', 'auth', 'can-i', '*', '*'])).stdout,
        ).toContain('yes');
      });

      it('have no capability, and no way to get one', async () => {
        const { stdout } = await run(['cat', '/proc/self/status']);

        expect(stdout).toMatch(/^Uid:(\t65534){4}$/m);
        expect(stdout).toMatch(/^Gid:(\t65534){4}$/m);
        expect(stdout).toMatch(/^Groups:\s*$/m);
        expect(stdout).toMatch(/^NoNewPrivs:\t1$/m);
        for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) {
          expect(stdout).toMatch(new RegExp(`^Cap${set}:\\t0{16}$`, 'm'));
        }
      });

      it.each([
        '/etc/kubernetes/admin.conf',
        '/etc/kubernetes/super-admin.conf',
        '/etc/kubernetes/pki/ca.key',
        '/etc/shadow',
      ])('cannot read %s', async path => {
        expect(await run(['cat', path])).toEqual({
          exitCode: 1,
          stdout: '',
          stderr: expect.stringContaining('Permission denied'),
        });
      });

      it('can write only to world-writable directories and to their cache', async () => {
        const cache = '/run/pyk8s-lab/cache';
        await run(['kubectl', 'get', 'nodes']);

        const { stdout } = await run([
          'find',
          ...['/', '/run', '/var', '/tmp', '-xdev'],
          ...['(', '-type', 'd', '-o', '-type', 'f', ')', '-writable'],
          // World-writable directories with the sticky bit, such as /tmp.
          ...['-not', '-perm', '-1777', '-not', '-path', `${cache}*`],
        ]);
        expect(stdout).toBe('');
        expect(await run(['test', '-w', cache])).toMatchObject({ exitCode: 0 });
        expect(
          await docker('exec', controlPlaneOf(ref), 'ls', cache),
        ).toContain('discovery');
      });

      it('cannot change their kubeconfig', async () => {
        const path = '/run/pyk8s-lab/kubeconfig';
        for (const argv of [
          ['kubectl', 'config', 'set-context', '--current', '--namespace=x'],
          ['chmod', '0666', path],
          ['rm', '-f', path],
          ['mv', '/etc/hostname', path],
        ]) {
          expect((await run(argv)).exitCode).not.toBe(0);
        }
        expect((await run(['kubectl', 'get', 'nodes'])).exitCode).toBe(0);
      });

      it("follow the administrator's kubeconfig when it is renewed", async () => {
        const node = controlPlaneOf(ref);
        await docker(
          ...['exec', node, 'sed', '--in-place', '1i # renewed'],
          '/etc/kubernetes/admin.conf',
        );

        const { stdout } = await run(['cat', '/run/pyk8s-lab/kubeconfig']);

        expect(stdout).toMatch(/^# renewed\n/);
      });
    });

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

    it('read their input, or do not', async () => {
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
      'are read to the end by who begins when they have ended',
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

    describe('that are aborted', () => {
      const reason = new Error('nobody wants it any more');

      it.each([
        ['a program', (sleep: string) => `echo started; exec ${sleep}`],
        [
          'a program with children',
          (sleep: string) => `${sleep} & echo started; ${sleep}`,
        ],
        [
          'a child in a session of its own',
          (sleep: string) => `setsid ${sleep} & echo started; ${sleep}`,
        ],
        [
          'a daemon, whose parent has ended',
          (sleep: string) =>
            `setsid sh -c "${sleep} & echo started" & ${sleep}`,
        ],
        [
          'a program that does not want to end',
          (sleep: string) => `trap "" TERM; echo started; ${sleep}; ${sleep}`,
        ],
        [
          'a program that prints for ever',
          (sleep: string) =>
            `echo started; (: ${sleep}; while :; do echo y; done)`,
        ],
      ])(
        'leave nothing of %s',
        async (_, script) => {
          const sleep = aSleep();
          const controller = new AbortController();

          await expect(
            provider.can.commands.exec(
              ref,
              { argv: ['sh', '-c', script(sleep)], timeoutMs: 3_600_000 },
              {
                signal: controller.signal,
                onOutput: async () => {
                  expect(await processesIn(ref, sleep)).not.toEqual([]);
                  controller.abort(reason);
                },
              },
            ),
          ).rejects.toBe(reason);

          expect(await processesIn(ref, sleep)).toEqual([]);
        },
        TEST_TIMEOUT_MS,
      );

      it(
        'leave nothing, whenever that is',
        async () => {
          const sleep = aSleep();

          for (let afterMs = 0; afterMs < 200; afterMs += 10) {
            const controller = new AbortController();
            const ended = run(['sh', '-c', sleep], {
              signal: controller.signal,
              timeoutMs: 3_600_000,
            }).catch(error => error);
            await delay(afterMs);
            controller.abort(reason);
            expect(await ended).toBe(reason);
            expect(await processesIn(ref, sleep)).toEqual([]);
          }
        },
        2 * TEST_TIMEOUT_MS,
      );
    });

    it(
      'end when their time is over, with all that they have started',
      async () => {
        const sleep = aSleep();

        const ran = await run(['sh', '-c', `setsid ${sleep} & ${sleep}`], {
          timeoutMs: 1,
        });

        expect(ran.exitCode).toBe(143);
        expect(await processesIn(ref, sleep)).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'end when their time is over though the portal has lost its Docker',
      async () => {
        const dockerSocket = await interruptibleDocker();
        const far = KindLabProvider.create({
          settings: realSettings(),
          environment: { ...process.env, DOCKER_HOST: dockerSocket.endpoint },
        });
        const sleep = aSleep();

        await expect(
          far.can.commands.exec(
            ref,
            {
              argv: ['sh', '-c', `setsid ${sleep} & echo started; ${sleep}`],
              timeoutMs: 1_000,
            },
            { signal, onOutput: () => dockerSocket.cut() },
          ),
        ).rejects.toMatchObject({ name: 'ProviderUnavailableError' });

        expect(await processesIn(ref, sleep)).not.toEqual([]);
        await until(async () => !(await processesIn(ref, sleep)).length);
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
      'are as fast as docker exec, or nearly',
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

    describe('while the control plane stops and starts', () => {
      it(
        'fail while it is frozen, and end after it when they are aborted',
        async () => {
          const node = controlPlaneOf(ref);
          const sleep = aSleep();
          const reason = new Error('nobody wants it any more');
          const controller = new AbortController();
          const ended = run(['sh', '-c', sleep], {
            signal: controller.signal,
          }).catch(error => error);
          await until(async () => (await processesIn(ref, sleep)).length > 0);

          await docker('pause', node);
          try {
            await expect(run(['true'])).rejects.toThrow(
              'its control plane is paused',
            );
            controller.abort(reason);
          } finally {
            await docker('unpause', node);
          }
          expect(await ended).toBe(reason);
          expect(await processesIn(ref, sleep)).toEqual([]);
        },
        TEST_TIMEOUT_MS,
      );

      it.each(['stop', 'kill', 'restart'])(
        'fail under a docker %s, and work again after it',
        async verb => {
          const sleep = aSleep();
          const ended = run(['sh', '-c', sleep]).catch(error => error);
          await until(async () => (await processesIn(ref, sleep)).length > 0);

          await docker(verb, controlPlaneOf(ref));

          expect(await ended).toMatchObject({
            message: expect.stringContaining(
              'The control plane of the cluster stopped before the command had ended',
            ),
          });
          await provider.can.power.resume(ref, spec, new StepRecorder());
          expect(
            (await run(['kubectl', 'get', 'nodes', '--output=name'])).stdout,
          ).toBe(`node/${controlPlaneOf(ref)}\n`);
        },
        CLUSTER_TIMEOUT_MS,
      );
    });
  });
}
