import { NOTHING, type ProviderUnderTest } from './ProviderUnderTest';
import { StepRecorder } from './StepRecorder';

/** Adds the tests of clusters that do not exist, or whose create fails. */
export function describeMissingClusters(world: ProviderUnderTest): void {
  describe('a cluster that does not exist', () => {
    const { spec, timeoutMs } = world;

    it('fails for a cluster that never existed', async () => {
      const ref = world.newRef();
      const uses = [
        ...world.usesOf(ref),
        ...(world.has('power')
          ? [
              () => world.able('power').pause(ref, new StepRecorder()),
              () => world.able('power').resume(ref, spec, new StepRecorder()),
            ]
          : []),
      ];

      for (const use of uses) {
        await expect(use()).rejects.toThrow(
          /no longer exists|has no kubeconfig/,
        );
      }
      expect(await world.remainsOf(ref)).toEqual(NOTHING);
    });

    it('ignores destroy of a cluster that never existed', async () => {
      await expect(
        world.provider.destroy(world.newRef(), new StepRecorder()),
      ).resolves.toBeUndefined();
    });

    it(
      'leaves nothing of an aborted create',
      async () => {
        const ref = world.newRef();
        const step = new StepRecorder({ abortAt: 'control-plane' });

        await expect(world.provider.create(ref, spec, step)).rejects.toThrow();
        await world.provider.destroy(ref, new StepRecorder());

        expect(await world.remainsOf(ref)).toEqual(NOTHING);
        expect(step.phases).toEqual([
          'image',
          'nodes',
          'config',
          'control-plane',
        ]);
      },
      timeoutMs,
    );

    it('creates nothing when it is already aborted', async () => {
      const ref = world.newRef();
      const step = new StepRecorder();
      step.abort();

      await expect(world.provider.create(ref, spec, step)).rejects.toThrow();

      expect(await world.remainsOf(ref)).toEqual(NOTHING);
    });

    it('refuses an unknown version, not retryable', async () => {
      const ref = world.newRef();

      await expect(
        world.provider.create(
          ref,
          { ...spec, kubernetesVersion: 'v0.0.1' },
          new StepRecorder(),
        ),
      ).rejects.toMatchObject({ name: 'ProvisioningError', retryable: false });
      expect(await world.remainsOf(ref)).toEqual(NOTHING);
    });
  });
}
