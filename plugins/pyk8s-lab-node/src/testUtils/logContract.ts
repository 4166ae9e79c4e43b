import type { ClusterRef } from '../cluster';
import type { LabProvider } from '../LabProvider';
import type {
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
  LogCapability,
} from '../ClusterLogs';

/** Options for the end of a log. */
export const SOME_LOG = { tailLines: 5, follow: false };

/**
 * Adds the tests of a cluster's logs.
 * @param cluster - called when a test runs; the cluster must be ready
 */
export function describeLogs(
  cluster: () => {
    provider: LabProvider;
    able: LogCapability;
    ref: ClusterRef;
  },
): void {
  describe('that has logs', () => {
    let sources: ClusterLogSources;
    let text: string;
    let isTaking: boolean;
    /** True when output arrived before the handler was done with the previous one. */
    let wasRushed: boolean;

    const take = async (chunk: Uint8Array) => {
      wasRushed ||= isTaking;
      isTaking = true;
      await new Promise(resolve => setImmediate(resolve));
      text += Buffer.from(chunk).toString();
      isTaking = false;
    };

    const read = async (
      source: ClusterLogSource,
      options: Partial<ClusterLogOptions> = {},
    ) => {
      const { able, ref } = cluster();
      return able.logs(ref, source, {
        ...SOME_LOG,
        signal: new AbortController().signal,
        onOutput: take,
        ...options,
      });
    };

    /** A node, one of its services, and a container. */
    const each = (): ClusterLogSource[] => {
      const [node] = sources.nodes;
      const pod = sources.pods.find(({ phase }) => phase !== 'Pending');
      return [
        { kind: 'node', node: node.name },
        { kind: 'node', node: node.name, unit: node.units[0] },
        {
          kind: 'pod',
          namespace: pod?.namespace ?? '',
          pod: pod?.name ?? '',
          container: pod?.containers.at(-1)?.name,
        },
      ];
    };

    beforeEach(async () => {
      const { able, ref } = cluster();
      const { signal } = new AbortController();
      sources = await able.logSources(ref, { signal });
      text = '';
      isTaking = false;
      wasRushed = false;
    });

    it('lists its sources', async () => {
      const { provider, ref } = cluster();
      const [{ nodes }] = await provider.list(ref.name, {
        signal: new AbortController().signal,
      });

      expect(sources.nodes.map(({ name }) => name).sort()).toEqual(
        nodes.map(({ name }) => name).sort(),
      );
      for (const { units } of sources.nodes) {
        expect(units.length).toBeGreaterThan(0);
      }
      expect(sources.pods.length).toBeGreaterThan(0);
      for (const { containers } of sources.pods) {
        expect(containers.length).toBeGreaterThan(0);
      }
    });

    it('reads them to their end', async () => {
      for (const source of each()) {
        await read(source);
      }

      expect(text).toMatch(/^.+\n$/s);
      expect(wasRushed).toBe(false);
    });

    it('reads no more than requested', async () => {
      for (const source of each()) {
        await read(source, { tailLines: 0 });
      }

      expect(text).toBe('');
    });

    it('follows them until it is aborted, even with a blocked reader', async () => {
      for (const source of each()) {
        const controller = new AbortController();
        await read(source, {
          follow: true,
          signal: controller.signal,
          onOutput: async chunk => {
            await take(chunk);
            controller.abort(new Error('cancelled'));
            return new Promise(() => undefined);
          },
        });
        expect(text).not.toBe('');
        text = '';
      }
    });

    it('follows nothing when it is already aborted', async () => {
      for (const source of each()) {
        await read(source, { follow: true, signal: AbortSignal.abort() });
      }

      expect(text).toBe('');
    });

    it('throws when it is aborted before the end', async () => {
      const reason = new Error('cancelled');
      for (const source of each()) {
        const controller = new AbortController();
        await expect(
          read(source, {
            signal: controller.signal,
            onOutput: () => {
              controller.abort(reason);
              return new Promise(() => undefined);
            },
          }),
        ).rejects.toBe(reason);
      }
    });

    it('fails with the error of the handler', async () => {
      const failure = new Error('the reader is gone');
      for (const source of each()) {
        for (const follow of [false, true]) {
          await expect(
            read(source, { follow, onOutput: () => Promise.reject(failure) }),
          ).rejects.toBe(failure);
        }
      }
    });

    it('reports a missing log', async () => {
      const [ofNode, , ofPod] = each();
      const wrong = [
        { ...ofNode, node: 'nowhere' },
        { ...ofNode, node: '--help' },
        { ...ofNode, unit: '--unit=ssh' },
        { ...ofPod, namespace: 'nowhere' },
        { ...ofPod, namespace: '../../..' },
        { ...ofPod, pod: 'nowhere' },
        { ...ofPod, pod: 'a/log?follow=true' },
        { ...ofPod, container: 'nowhere' },
        { ...ofPod, container: 'a&follow=true' },
        { ...ofPod, previous: true },
      ] as ClusterLogSource[];

      for (const source of wrong) {
        for (const follow of [false, true]) {
          await expect(read(source, { follow })).rejects.toMatchObject({
            name: 'InputError',
          });
        }
      }
      expect(text).toBe('');
    });
  });
}
