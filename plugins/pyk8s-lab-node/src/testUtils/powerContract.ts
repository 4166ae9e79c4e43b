import type { ClusterRef } from '../cluster';
import { currentOf } from './kubeconfigContract';
import type { ProviderUnderTest } from './ProviderUnderTest';
import { StepRecorder } from './StepRecorder';

/**
 * Adds the tests of pausing and resuming a cluster.
 * @param cluster - called when a test runs; the cluster must be ready
 */
export function describePower(
  world: ProviderUnderTest,
  cluster: () => ClusterRef,
): void {
  describe('that can be paused', () => {
    const { signal, spec } = world;
    let server: string | undefined;

    it(
      'keeps its nodes while it is paused, and does not respond',
      async () => {
        const ref = cluster();
        server = currentOf(
          await world.provider.kubeconfig(ref, { signal }),
        ).server;
        await world.able('power').pause(ref, new StepRecorder());

        const [{ nodes }] = await world.provider.list(ref.name, { signal });
        expect(nodes).toHaveLength(1 + spec.workers);
        expect(new Set(nodes.map(({ state }) => state))).toEqual(
          new Set(['stopped']),
        );
        const check = await world.provider.check(ref, spec, { signal });
        expect(check?.ready).toBe(false);
        expect(check?.waitingFor).not.toBe('');
        await expect(
          world.provider.kubeconfig(ref, { signal }),
        ).rejects.toThrow();
        await expect(
          world.provider.viewerKubeconfig(ref, {
            expiresAt: new Date(),
            signal,
          }),
        ).rejects.toThrow();
        for (const use of world.usesOf(ref)) {
          await expect(use()).rejects.toThrow();
        }
      },
      world.timeoutMs,
    );

    it('can be paused again', async () => {
      const ref = cluster();
      await expect(
        world.able('power').pause(ref, new StepRecorder()),
      ).resolves.toBeUndefined();
    });

    it(
      'is ready after a resume, at the same address',
      async () => {
        const ref = cluster();
        await world.able('power').resume(ref, spec, new StepRecorder());

        expect(await world.provider.check(ref, spec, { signal })).toMatchObject(
          {
            ready: true,
            waitingFor: '',
          },
        );
        const [{ nodes }] = await world.provider.list(ref.name, { signal });
        expect(nodes.map(({ state }) => state)).toEqual(
          Array(1 + spec.workers).fill('running'),
        );
        expect(
          currentOf(await world.provider.kubeconfig(ref, { signal })).server,
        ).toBe(server);
      },
      world.timeoutMs,
    );

    it('can be resumed again', async () => {
      const ref = cluster();
      await expect(
        world.able('power').resume(ref, spec, new StepRecorder()),
      ).resolves.toBeUndefined();
    });
  });
}
