import { setTimeout as delay } from 'node:timers/promises';
import { CLUSTER_TIMEOUT_MS } from '@internal/test-utils';
import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindLabProvider } from '../../../KindLabProvider';
import {
  aSleep,
  controlPlaneOf,
  docker,
  processesIn,
  until,
  type RunCommand,
} from '../commands';
import { interruptibleDocker } from '../interruptibleDocker';
import { realSettings } from '../kindHost';

const spec = { kubernetesVersion: 'default', workers: 0 };
const { signal } = new AbortController();
const TEST_TIMEOUT_MS = 60_000;

/** Adds the tests of commands that do not end by themselves. */
export function describeEndedCommands({
  provider,
  run,
  cluster,
}: {
  provider: KindLabProvider;
  run: RunCommand;
  cluster: () => ClusterRef;
}): void {
  describe('that are aborted', () => {
    const reason = new Error('cancelled');

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
        (sleep: string) => `setsid sh -c "${sleep} & echo started" & ${sleep}`,
      ],
      [
        'a program that ignores SIGTERM',
        (sleep: string) => `trap "" TERM; echo started; ${sleep}; ${sleep}`,
      ],
      [
        'a program that prints endlessly',
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
            cluster(),
            { argv: ['sh', '-c', script(sleep)], timeoutMs: 3_600_000 },
            {
              signal: controller.signal,
              onOutput: async () => {
                expect(await processesIn(cluster(), sleep)).not.toEqual([]);
                controller.abort(reason);
              },
            },
          ),
        ).rejects.toBe(reason);

        expect(await processesIn(cluster(), sleep)).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'leave nothing at any time',
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
          expect(await processesIn(cluster(), sleep)).toEqual([]);
        }
      },
      2 * TEST_TIMEOUT_MS,
    );
  });

  it(
    'end after their timeout, with all their children',
    async () => {
      const sleep = aSleep();

      const ran = await run(['sh', '-c', `setsid ${sleep} & ${sleep}`], {
        timeoutMs: 1,
      });

      expect(ran.exitCode).toBe(143);
      expect(await processesIn(cluster(), sleep)).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'end after their timeout even if Docker is unreachable',
    async () => {
      const dockerSocket = await interruptibleDocker();
      const far = KindLabProvider.create({
        settings: realSettings(),
        environment: { ...process.env, DOCKER_HOST: dockerSocket.endpoint },
      });
      const sleep = aSleep();

      await expect(
        far.can.commands.exec(
          cluster(),
          {
            argv: ['sh', '-c', `setsid ${sleep} & echo started; ${sleep}`],
            timeoutMs: 1_000,
          },
          { signal, onOutput: () => dockerSocket.cut() },
        ),
      ).rejects.toMatchObject({ name: 'ProviderUnavailableError' });

      expect(await processesIn(cluster(), sleep)).not.toEqual([]);
      await until(async () => !(await processesIn(cluster(), sleep)).length);
    },
    TEST_TIMEOUT_MS,
  );

  describe('while the control plane stops and starts', () => {
    it(
      'fail while it is frozen, and end after it when they are aborted',
      async () => {
        const node = controlPlaneOf(cluster());
        const sleep = aSleep();
        const reason = new Error('cancelled');
        const controller = new AbortController();
        const ended = run(['sh', '-c', sleep], {
          signal: controller.signal,
        }).catch(error => error);
        await until(
          async () => (await processesIn(cluster(), sleep)).length > 0,
        );

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
        expect(await processesIn(cluster(), sleep)).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );

    it.each(['stop', 'kill', 'restart'])(
      'fail under a docker %s, and work again after it',
      async verb => {
        const sleep = aSleep();
        const ended = run(['sh', '-c', sleep]).catch(error => error);
        await until(
          async () => (await processesIn(cluster(), sleep)).length > 0,
        );

        await docker(verb, controlPlaneOf(cluster()));

        expect(await ended).toMatchObject({
          message: expect.stringContaining(
            'The control plane of the cluster stopped before the command had ended',
          ),
        });
        await provider.can.power.resume(cluster(), spec, new StepRecorder());
        expect(
          (await run(['kubectl', 'get', 'nodes', '--output=name'])).stdout,
        ).toBe(`node/${controlPlaneOf(cluster())}\n`);
      },
      CLUSTER_TIMEOUT_MS,
    );
  });
}
