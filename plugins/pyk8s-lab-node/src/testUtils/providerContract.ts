import { randomBytes, randomUUID } from 'node:crypto';
import {
  DEFAULT_KUBERNETES_VERSION,
  phasesFor,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { parse } from 'yaml';
import type { ClusterRef, ClusterSpec, LabProvider } from '../LabProvider';
import { StepRecorder } from './StepRecorder';

/**
 * What the contract is run with.
 * @public
 */
export interface ProviderContractOptions {
  /** Makes the provider under test; called once, before the first test. */
  createProvider(): LabProvider | Promise<LabProvider>;
  /** Worker nodes of the cluster that is made. Defaults to 1. */
  workers?: number;
  /** How long one cluster may take, in milliseconds. Defaults to 5000. */
  timeoutMs?: number;
}

/** What the tests need of a kubeconfig. */
interface Kubeconfig {
  kind: string;
  'current-context': string;
  clusters: { name: string; cluster: { server: string } }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  users: { name: string }[];
}

/**
 * Adds the tests that every provider passes to the current test file. They make
 * clusters under a prefix of their own, and leave none behind.
 *
 * @public
 */
export function runProviderContract(options: ProviderContractOptions): void {
  const { workers = 1, timeoutMs = 5_000 } = options;
  const prefix = `lab-${randomBytes(4).toString('hex')}-`;
  const spec: ClusterSpec = {
    kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
    workers,
  };
  const signal = new AbortController().signal;
  let provider: LabProvider;

  const newRef = (): ClusterRef => ({
    name: `${prefix}${randomUUID()}`,
    host: provider.hosts[0],
  });
  const namesUnder = async (wanted: string) =>
    (await provider.list(wanted, { signal })).map(({ ref }) => ref.name);

  /** What is left of a cluster, by every way to look. */
  const remainsOf = async (ref: ClusterRef) => ({
    check: await provider.check(ref, spec, { signal }),
    listed: await namesUnder(ref.name),
  });
  const nothing = { check: undefined, listed: [] };

  // In the order of a cluster's life: a test builds on the ones before it.
  describe('LabProvider contract', () => {
    beforeAll(async () => {
      provider = await options.createProvider();
    });

    afterAll(async () => {
      for (const { ref } of (await provider?.list(prefix, { signal })) ?? []) {
        await provider.destroy(ref, new StepRecorder());
      }
    }, 3 * timeoutMs);

    it('says what can be asked for', async () => {
      const { available, message, kubernetesVersions, maxWorkers } =
        await provider.options();

      expect({ available, message }).toMatchObject({ available: true });
      expect(maxWorkers).toBeGreaterThanOrEqual(workers);
      expect(kubernetesVersions.filter(v => v.isDefault)).toHaveLength(1);
      expect(provider.hosts.length).toBeGreaterThan(0);
    });

    describe('a cluster that was made', () => {
      const step = new StepRecorder();
      let ref: ClusterRef;

      beforeAll(async () => {
        ref = newRef();
        await provider.create(ref, spec, step);
      }, timeoutMs);

      it('went through the phases in their order', () => {
        expect(step.phases).toEqual(phasesFor(workers));
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

      it('has a kubeconfig for people', async () => {
        const config = parse(
          await provider.kubeconfig(ref, { signal }),
        ) as Kubeconfig;

        const context = config.contexts.find(
          ({ name }) => name === config['current-context'],
        )?.context;
        const cluster = config.clusters.find(
          ({ name }) => name === context?.cluster,
        )?.cluster;
        expect(config.kind).toBe('Config');
        expect(config.users.map(({ name }) => name)).toContain(context?.user);
        expect(new URL(cluster?.server ?? '').protocol).toBe('https:');
      });

      it('is listed under its prefix, with its nodes', async () => {
        const listed = await provider.list(prefix, { signal });

        expect(listed.map(cluster => cluster.ref)).toEqual([ref]);
        expect(listed[0].nodes.map(({ state }) => state)).toEqual(
          Array(1 + workers).fill('running'),
        );
      });

      it('is not listed under another prefix', async () => {
        expect(await namesUnder('lab-ffffffffff-')).toEqual([]);
      });

      it(
        'is gone once it is destroyed',
        async () => {
          await provider.destroy(ref, new StepRecorder());

          expect(await remainsOf(ref)).toEqual(nothing);
          await expect(provider.kubeconfig(ref, { signal })).rejects.toThrow();
        },
        timeoutMs,
      );

      it('can be destroyed again', async () => {
        await provider.destroy(ref, new StepRecorder());

        expect(await remainsOf(ref)).toEqual(nothing);
      });
    });

    it('lets a cluster be destroyed that never was', async () => {
      await expect(
        provider.destroy(newRef(), new StepRecorder()),
      ).resolves.toBeUndefined();
    });

    it(
      'leaves nothing of a cluster whose making was aborted',
      async () => {
        const ref = newRef();
        const step = new StepRecorder({ abortAt: 'control-plane' });

        await expect(provider.create(ref, spec, step)).rejects.toThrow();
        await provider.destroy(ref, new StepRecorder());

        expect(await remainsOf(ref)).toEqual(nothing);
        expect(step.phases).toEqual([
          'image',
          'nodes',
          'config',
          'control-plane',
        ]);
      },
      timeoutMs,
    );

    it('makes nothing when it is aborted before it begins', async () => {
      const ref = newRef();
      const step = new StepRecorder();
      step.abort();

      await expect(provider.create(ref, spec, step)).rejects.toThrow();

      expect(await remainsOf(ref)).toEqual(nothing);
    });

    it('refuses a version that it does not have, for good', async () => {
      const ref = newRef();

      await expect(
        provider.create(
          ref,
          { ...spec, kubernetesVersion: 'v0.0.1' },
          new StepRecorder(),
        ),
      ).rejects.toMatchObject({ name: 'ProvisioningError', retryable: false });
      expect(await remainsOf(ref)).toEqual(nothing);
    });
  });
}
