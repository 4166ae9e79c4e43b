import { randomBytes, randomUUID } from 'node:crypto';
import {
  DEFAULT_KUBERNETES_VERSION,
  type LabResources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { parse } from 'yaml';
import { readKubeconfig } from '../kubeconfig';
import type { ClusterRef, ClusterSpec } from '../cluster';
import type { LabProvider } from '../LabProvider';
import type { ProviderCapabilities } from '../ProviderCapabilities';
import { COMMAND, describeCommands, someManifests } from './commandContract';
import { testImageArchive } from './imageArchive';
import { describeImages } from './imageContract';
import { describeLogs, SOME_LOG } from './logContract';
import { StepRecorder } from './StepRecorder';

/**
 * What the contract is run with.
 * @public
 */
export interface ProviderContractOptions {
  /** Makes the provider under test; called once, before the first test. */
  createProvider(): LabProvider | Promise<LabProvider>;
  /** What the provider can do; the tests of the rest are left out. All by default. */
  can?: readonly (keyof ProviderCapabilities)[];
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
  users: { name: string; user: object }[];
}

const EVERYTHING = ['power', 'commands', 'logs', 'images', 'activity'] as const;

/** What the current context of a kubeconfig leads to. */
function currentOf(text: string) {
  const config = parse(text) as Kubeconfig;
  const context = config.contexts.find(
    ({ name }) => name === config['current-context'],
  );
  return {
    kind: config.kind,
    context: context?.name,
    server: config.clusters.find(
      ({ name }) => name === context?.context.cluster,
    )?.cluster.server,
    user: config.users.find(({ name }) => name === context?.context.user),
  };
}

/**
 * Adds the tests that every provider passes to the current test file. They make
 * clusters under a prefix of their own, and leave none behind.
 *
 * @public
 */
export function runProviderContract(options: ProviderContractOptions): void {
  const { workers = 1, timeoutMs = 5_000, can = EVERYTHING } = options;
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

  const has = (name: keyof ProviderCapabilities) => can.includes(name);

  const able = <C extends keyof ProviderCapabilities>(name: C) => {
    const capability = provider.can[name];
    if (!capability) {
      throw new Error(`The provider has no capability ${name}.`);
    }
    return capability as NonNullable<ProviderCapabilities[C]>;
  };

  /** Every use that people may want to make of a cluster. */
  const usesOf = (ref: ClusterRef) => {
    const ignored = { signal, onOutput: () => undefined };
    const node = `${ref.name}-control-plane`;
    const progress = { signal, onProgress: () => undefined };
    const uses: Record<
      Exclude<keyof ProviderCapabilities, 'power'>,
      (() => Promise<unknown>)[]
    > = {
      commands: [
        () => able('commands').exec(ref, COMMAND, ignored),
        () => able('commands').apply(ref, someManifests(), ignored),
      ],
      logs: [
        () => able('logs').logSources(ref, { signal }),
        () =>
          able('logs').logs(
            ref,
            { kind: 'node', node },
            { ...SOME_LOG, ...ignored },
          ),
      ],
      images: [
        () => able('images').images(ref, { signal }),
        () => able('images').importImages(ref, testImageArchive(), progress),
        () => able('images').spreadImages(ref, [], progress),
      ],
      activity: [() => able('activity').activity(ref, { signal })],
    };
    return EVERYTHING.flatMap(name =>
      name !== 'power' && has(name) ? uses[name] : [],
    );
  };

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

    it('can do what it says', () => {
      const found = EVERYTHING.filter(name => provider.can[name]);

      expect(found).toEqual(EVERYTHING.filter(has));
    });

    it('has room for a cluster, and none for what no host has', async () => {
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

    describe('a cluster that was made', () => {
      const step = new StepRecorder();
      let ref: ClusterRef;
      let server: string | undefined;

      beforeAll(async () => {
        ref = newRef();
        await provider.create(ref, spec, step);
      }, timeoutMs);

      it('went through the phases in their order', () => {
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

      it('has a kubeconfig for people', async () => {
        const yaml = await provider.kubeconfig(ref, { signal });
        const current = currentOf(yaml);

        // It signs in by a certificate with its key, by a token, or not at all.
        expect(readKubeconfig(yaml).server).toBe(current.server);
        expect(current.kind).toBe('Config');
        expect(current.user).toBeDefined();
        expect(new URL(current.server ?? '').protocol).toBe('https:');
        server = current.server;
      });

      it('has a kubeconfig for viewers, which can be merged with the other', async () => {
        const expiresAt = new Date(Date.now() + 3_600_000);
        const owner = currentOf(await provider.kubeconfig(ref, { signal }));
        const viewer = currentOf(
          await provider.viewerKubeconfig(ref, { expiresAt, signal }),
        );

        expect(viewer.server).toBe(owner.server);
        expect(viewer.user).toBeDefined();
        expect(viewer.user).not.toEqual(owner.user);
        expect(viewer.user?.name).not.toBe(owner.user?.name);
        expect(viewer.context).not.toBe(owner.context);
        // The viewer is made once, and is there the next time.
        await provider.viewerKubeconfig(ref, { expiresAt, signal });
      });

      it('has kubeconfigs for the portal, which differ in the address alone', async () => {
        const expiresAt = new Date(Date.now() + 3_600_000);
        const people = currentOf(
          await provider.kubeconfig(ref, { reach: 'people', signal }),
        );
        const portal = currentOf(
          await provider.kubeconfig(ref, { reach: 'portal', signal }),
        );
        const viewer = currentOf(
          await provider.viewerKubeconfig(ref, {
            expiresAt,
            reach: 'portal',
            signal,
          }),
        );

        expect(people.server).toBe(server);
        expect(portal).toEqual({ ...people, server: portal.server });
        expect(new URL(portal.server ?? '').protocol).toBe('https:');
        expect(viewer.server).toBe(portal.server);
        expect(viewer.user).not.toEqual(portal.user);
      });

      if (has('activity')) {
        it("does not take the portal's looks for people's activity", async () => {
          const before = await able('activity').activity(ref, { signal });
          await provider.check(ref, spec, { signal });
          await provider.kubeconfig(ref, { signal });
          await provider.viewerKubeconfig(ref, {
            expiresAt: new Date(),
            signal,
          });
          if (has('logs')) {
            const { pods } = await able('logs').logSources(ref, { signal });
            await able('logs').logs(
              ref,
              { kind: 'pod', namespace: pods[0].namespace, pod: pods[0].name },
              { ...SOME_LOG, signal, onOutput: () => undefined },
            );
          }

          expect(await able('activity').activity(ref, { signal })).toEqual(
            before,
          );
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
        expect(await namesUnder('lab-ffffffffff-')).toEqual([]);
      });

      if (has('commands')) {
        describeCommands(() => ({ able: able('commands'), ref }));
      }

      if (has('logs')) {
        describeLogs(() => ({ provider, able: able('logs'), ref }));
      }

      if (has('images')) {
        describeImages(() => ({ provider, able: able('images'), ref }));
      }

      if (has('power')) {
        it(
          'keeps its nodes while it is paused, and answers nobody',
          async () => {
            await able('power').pause(ref, new StepRecorder());

            const [{ nodes }] = await provider.list(ref.name, { signal });
            expect(nodes).toHaveLength(1 + workers);
            expect(new Set(nodes.map(({ state }) => state))).toEqual(
              new Set(['stopped']),
            );
            const check = await provider.check(ref, spec, { signal });
            expect(check?.ready).toBe(false);
            expect(check?.waitingFor).not.toBe('');
            await expect(
              provider.kubeconfig(ref, { signal }),
            ).rejects.toThrow();
            await expect(
              provider.viewerKubeconfig(ref, { expiresAt: new Date(), signal }),
            ).rejects.toThrow();
            for (const use of usesOf(ref)) {
              await expect(use()).rejects.toThrow();
            }
          },
          timeoutMs,
        );

        it('can be paused again', async () => {
          await expect(
            able('power').pause(ref, new StepRecorder()),
          ).resolves.toBeUndefined();
        });

        it(
          'is ready when it was resumed, by the same address',
          async () => {
            await able('power').resume(ref, spec, new StepRecorder());

            expect(await provider.check(ref, spec, { signal })).toMatchObject({
              ready: true,
              waitingFor: '',
            });
            const [{ nodes }] = await provider.list(ref.name, { signal });
            expect(nodes.map(({ state }) => state)).toEqual(
              Array(1 + workers).fill('running'),
            );
            expect(
              currentOf(await provider.kubeconfig(ref, { signal })).server,
            ).toBe(server);
          },
          timeoutMs,
        );

        it('can be resumed again', async () => {
          await expect(
            able('power').resume(ref, spec, new StepRecorder()),
          ).resolves.toBeUndefined();
        });
      }

      it(
        'is gone once it is destroyed, from a pause, too',
        async () => {
          if (has('power')) {
            await able('power').pause(ref, new StepRecorder());
          }
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

    it('gives no use of a cluster that never was', async () => {
      const ref = newRef();
      const uses = [
        ...usesOf(ref),
        ...(has('power')
          ? [
              () => able('power').pause(ref, new StepRecorder()),
              () => able('power').resume(ref, spec, new StepRecorder()),
            ]
          : []),
      ];

      for (const use of uses) {
        await expect(use()).rejects.toThrow(
          /no longer exists|has no kubeconfig/,
        );
      }
      expect(await remainsOf(ref)).toEqual(nothing);
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
