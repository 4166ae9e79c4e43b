import type {
  ClusterLogSource,
  ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  inDefault,
  TIMED_LINE,
  type ClusterLogReader,
} from '../ClusterLogReader';
import { controlPlaneOf, until, type RunCommand } from '../commands';
import { startPod } from '../pods';

const TEST_TIMEOUT_MS = 120_000;

/** The log of the API server. */
export const ofApiServer = (ref: ClusterRef): ClusterLogSource => ({
  kind: 'pod',
  namespace: 'kube-system',
  pod: `kube-apiserver-${controlPlaneOf(ref)}`,
});

/** The lines of pods, without timestamps. */
const withoutTimes = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.replace(TIMED_LINE, ''));

/**
 * Adds the tests of the logs of pods.
 * @param image - has a shell
 */
export function describePodLogs({
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
  it('of the API server end at the requested line', async () => {
    const lines = (
      await reader.read(ofApiServer(cluster()), { tailLines: 3 })
    ).split('\n');

    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) {
      expect(line).toMatch(TIMED_LINE);
    }
  });

  it(
    'of a container that has ended are complete',
    async () => {
      await startPod(run, {
        name: 'counts',
        image: image(),
        script: 'seq 1 100000; sleep 3; echo end',
      });
      await reader.untilPod('counts', ({ phase }) => phase === 'Running');

      const followed = await reader.read(inDefault('counts'), {
        follow: true,
        tailLines: 200_000,
      });
      const started = performance.now();
      const whole = await reader.read(inDefault('counts'), {
        tailLines: 200_000,
      });
      const seconds = (performance.now() - started) / 1_000;

      const wanted = Array.from({ length: 100_000 }, (_, i) => `${i + 1}`);
      // Compared as one text: a diff of many lines takes long to print.
      expect(withoutTimes(whole).join() === [...wanted, 'end'].join()).toBe(
        true,
      );
      expect(followed === whole).toBe(true);
      expect(
        withoutTimes(await reader.read(inDefault('counts'), { tailLines: 2 })),
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
    'of a restarted container are separate',
    async () => {
      await startPod(run, {
        name: 'restarts',
        image: image(),
        restartPolicy: 'Always',
        script: `
        if [ -e /kept/again ]; then echo second; sleep 3600; fi
        echo first; touch /kept/again; exit 1`,
      });
      await reader.untilPod('restarts', ({ restarts }) => restarts === 1);
      const source = inDefault('restarts');

      const previous = { ...source, previous: true };
      expect(withoutTimes(await reader.read(previous))).toEqual(['first']);
      await until(async () => (await reader.read(source)).includes('second'));
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'of a container that has not started, or has no previous run, are refused with the reason',
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

      await expect(reader.read(inDefault('waits'))).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining('waiting to start'),
      });
      await expect(
        reader.read({
          ...inDefault('counts'),
          previous: true,
        } as ClusterLogSource),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(/previous terminated.*not found/),
      });
      await expect(reader.read(inDefault('nosuch'))).rejects.toThrow(
        /There is no pod nosuch in the namespace default; there is counts/,
      );
    },
    TEST_TIMEOUT_MS,
  );
}
