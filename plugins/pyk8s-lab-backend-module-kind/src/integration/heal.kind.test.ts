import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { interruptibleDocker } from './__testUtils__/interruptibleDocker';
import type { DriverTask } from './__testUtils__/driver';
import { KindLabProvider } from '../KindLabProvider';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import {
  containersOf,
  processesOf,
  realNames,
  realProvider,
  realSettings,
  volumesOf,
} from './__testUtils__/kindHost';

const { signal } = new AbortController();
const spec = { kubernetesVersion: 'default', workers: 0 };

/** Starts a create in a process of its own, and waits until a phase starts. */
async function createUntil(name: string, phase: string): Promise<ChildProcess> {
  const task: DriverTask = { verb: 'create', name, settings: realSettings() };
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, '__testUtils__/driver.ts'),
      JSON.stringify(task),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const news = JSON.parse(line);
    if (news.phase === phase) {
      return child;
    }
    if (news.error) {
      throw new Error(news.error);
    }
  }
  throw new Error(`The create ended before ${phase}`);
}

/** As `kill -9` does, or the out-of-memory killer. */
async function killHard(child: ChildProcess): Promise<void> {
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

describeWithKind('After the portal was killed', () => {
  const names = realNames();

  afterEach(async () => {
    const provider = realProvider();
    for (const { ref } of await provider.list(names.prefix, { signal })) {
      await provider.destroy(ref, new StepRecorder());
    }
  }, CLUSTER_TIMEOUT_MS);

  it.each(['nodes', 'control-plane'])(
    'destroy leaves nothing of a create that runs on from %s',
    async phase => {
      const ref = { name: names.next(), host: 'local' };
      await killHard(await createUntil(ref.name, phase));
      expect(processesOf(`--name=${ref.name} `)).not.toEqual([]);
      const made = volumesOf(ref.name);

      await realProvider().destroy(ref, new StepRecorder());

      expect(processesOf(ref.name)).toEqual([]);
      expect(containersOf(ref.name)).toEqual([]);
      expect(made.filter(volume => volume.isThere())).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it(
    'create ends the one before it, and sees what that has left',
    async () => {
      const provider = realProvider();
      const ref = { name: names.next(), host: 'local' };
      await killHard(await createUntil(ref.name, 'control-plane'));

      // The reconciler checks first; other callers get an error.
      expect(await provider.check(ref, spec, { signal })).toMatchObject({
        ready: false,
      });
      await expect(
        provider.create(ref, spec, new StepRecorder()),
      ).rejects.toMatchObject({
        name: 'ProvisioningError',
        message: expect.stringContaining('already exist'),
      });
      expect(processesOf(`--name=${ref.name} `)).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );
});

describeWithKind('While Docker is away', () => {
  const names = realNames();

  afterEach(async () => {
    const provider = realProvider();
    for (const { ref } of await provider.list(names.prefix, { signal })) {
      await provider.destroy(ref, new StepRecorder());
    }
  }, CLUSTER_TIMEOUT_MS);

  it(
    'a create in the middle says so, and counts as no attempt',
    async () => {
      const dockerSocket = await interruptibleDocker();
      const provider = KindLabProvider.create({
        settings: realSettings(),
        environment: { ...process.env, DOCKER_HOST: dockerSocket.endpoint },
      });
      const ref = { name: names.next(), host: 'local' };
      let cut = Promise.resolve();
      const step = new StepRecorder({
        onPhase: phase => {
          if (phase === 'control-plane') {
            cut = dockerSocket.cut();
          }
        },
      });

      await expect(provider.create(ref, spec, step)).rejects.toMatchObject({
        name: 'ProviderUnavailableError',
      });
      await cut;

      expect(step.phases.at(-1)).toBe('control-plane');
      await expect(
        provider.destroy(ref, new StepRecorder()),
      ).rejects.toMatchObject({ name: 'ProviderUnavailableError' });

      // Once it is back, nothing remains.
      await realProvider().destroy(ref, new StepRecorder());
      expect(containersOf(ref.name)).toEqual([]);
      expect(processesOf(ref.name)).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );
});
