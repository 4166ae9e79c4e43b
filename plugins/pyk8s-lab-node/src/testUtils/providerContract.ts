import type { LabResources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterRef } from '../cluster';
import type { LabProvider } from '../LabProvider';
import { describeCommands } from './commandContract';
import { describeImages } from './imageContract';
import { describeKubeconfigs } from './kubeconfigContract';
import { describeLogs, SOME_LOG } from './logContract';
import { describeMissingClusters } from './missingClusterContract';
import { describePower } from './powerContract';
import {
  CAPABILITIES,
  NOTHING,
  ProviderUnderTest,
  type ProviderContractOptions,
} from './ProviderUnderTest';
import { StepRecorder } from './StepRecorder';

/**
 * Adds the tests that every provider must pass to the current test file. They create
 * clusters with a prefix of their own, and leave none behind.
 *
 * @public
 */
export function runProviderContract(options: ProviderContractOptions): void {
  const world = new ProviderUnderTest(options);
  const { prefix, signal, spec, timeoutMs } = world;
  const { workers } = spec;
  let provider: LabProvider;

  // In the order of a cluster's lifecycle: tests depend on the ones before.
  describe('LabProvider contract', () => {
    beforeAll(async () => {
      await world.start();
      provider = world.provider;
    });

    afterAll(async () => {
      for (const { ref } of (await provider?.list(prefix, { signal })) ?? []) {
        await provider.destroy(ref, new StepRecorder());
      }
    }, 3 * timeoutMs);

    it('reports its options', async () => {
      const { available, message, kubernetesVersions, maxWorkers } =
        await provider.options();

      expect({ available, message }).toMatchObject({ available: true });
      expect(maxWorkers).toBeGreaterThanOrEqual(workers);
      expect(kubernetesVersions.filter(v => v.isDefault)).toHaveLength(1);
      expect(provider.hosts.length).toBeGreaterThan(0);
    });

    it('has the announced capabilities', () => {
      const found = CAPABILITIES.filter(name => provider.can[name]);

      expect(found).toEqual(CAPABILITIES.filter(name => world.has(name)));
    });

    it('accepts a cluster, and rejects one larger than every host', async () => {
      const { capacity } = await provider.options();
      const fits = async (resources?: LabResources) =>
        provider.preflight(
          provider.hosts[0],
          { ...spec, resources },
          { making: [], signal },
        );

      expect(await fits()).toEqual({ fits: 'now', reason: '' });
      expect(capacity?.map(({ host }) => host)).toEqual(provider.hosts);
      const tooMuch = await fits({ memory: '1000Ti' });
      expect(tooMuch.fits).toBe('never');
      expect(tooMuch.reason).not.toBe('');
    });

    describe('a created cluster', () => {
      const step = new StepRecorder();
      let ref: ClusterRef;

      beforeAll(async () => {
        ref = world.newRef();
        await provider.create(ref, spec, step);
      }, timeoutMs);

      it('went through the phases in order', () => {
        const phases = provider.phases(spec);
        expect(step.phases).toEqual(phases.map(({ name }) => name));
        for (const { name, title } of phases) {
          expect(name).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
          expect(title).toMatch(/^.{1,60}$/);
        }
      });

      it('is ready, with every node', async () => {
        const check = await provider.check(ref, spec, { signal });

        expect(check).toMatchObject({ ready: true, waitingFor: '' });
        expect(check?.nodes.map(({ state }) => state)).toEqual(
          Array(1 + workers).fill('ready'),
        );
        expect(check?.nodes.map(({ role }) => role).sort()).toEqual([
          'control-plane',
          ...Array(workers).fill('worker'),
        ]);
        expect(check?.serverVersion).toMatch(/^v\d+\.\d+/);
        expect(check?.conditions).toHaveProperty('dns.status');
      });

      it('is not ready for a spec with more nodes', async () => {
        const check = await provider.check(
          ref,
          { ...spec, workers: workers + 1 },
          { signal },
        );

        expect(check?.ready).toBe(false);
        expect(check?.waitingFor).not.toBe('');
      });

      describeKubeconfigs(() => ({ provider, ref }));

      if (world.has('activity')) {
        it("does not count the portal's requests as activity", async () => {
          const before = await world.able('activity').activity(ref, { signal });
          await provider.check(ref, spec, { signal });
          await provider.kubeconfig(ref, { signal });
          await provider.viewerKubeconfig(ref, {
            expiresAt: new Date(),
            signal,
          });
          if (world.has('logs')) {
            const { pods } = await world
              .able('logs')
              .logSources(ref, { signal });
            await world.able('logs').logs(
              ref,
              {
                kind: 'pod',
                namespace: pods[0].namespace,
                pod: pods[0].name,
              },
              { ...SOME_LOG, signal, onOutput: () => undefined },
            );
          }

          expect(
            await world.able('activity').activity(ref, { signal }),
          ).toEqual(before);
        });
      }

      it('is listed under its prefix, with its nodes', async () => {
        const listed = await provider.list(prefix, { signal });

        expect(listed.map(cluster => cluster.ref)).toEqual([ref]);
        expect(listed[0].nodes.map(({ state }) => state)).toEqual(
          Array(1 + workers).fill('running'),
        );
      });

      it('is not listed under another prefix', async () => {
        expect(await world.namesUnder('lab-ffffffffff-')).toEqual([]);
      });

      if (world.has('commands')) {
        describeCommands(() => ({ able: world.able('commands'), ref }));
      }

      if (world.has('logs')) {
        describeLogs(() => ({ provider, able: world.able('logs'), ref }));
      }

      if (world.has('images')) {
        describeImages(() => ({ provider, able: world.able('images'), ref }));
      }

      if (world.has('power')) {
        describePower(world, () => ref);
      }

      it(
        'does not exist after destroy, even from a pause',
        async () => {
          if (world.has('power')) {
            await world.able('power').pause(ref, new StepRecorder());
          }
          await provider.destroy(ref, new StepRecorder());

          expect(await world.remainsOf(ref)).toEqual(NOTHING);
          await expect(provider.kubeconfig(ref, { signal })).rejects.toThrow();
        },
        timeoutMs,
      );

      it('can be destroyed again', async () => {
        await provider.destroy(ref, new StepRecorder());

        expect(await world.remainsOf(ref)).toEqual(NOTHING);
      });
    });

    describeMissingClusters(world);
  });
}
