import { parse } from 'yaml';
import type { ClusterRef } from '../cluster';
import { readKubeconfig } from '../kubeconfig';
import type { LabProvider } from '../LabProvider';

/** The fields of a kubeconfig that the tests read. */
interface Kubeconfig {
  kind: string;
  'current-context': string;
  clusters: { name: string; cluster: { server: string } }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  users: { name: string; user: object }[];
}

/** The cluster, the user and the name of the current context of a kubeconfig. */
export function currentOf(text: string) {
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
 * Adds the tests of the kubeconfigs of a cluster.
 * @param cluster - called when a test runs; the cluster must be ready
 */
export function describeKubeconfigs(
  cluster: () => { provider: LabProvider; ref: ClusterRef },
): void {
  describe('that has kubeconfigs', () => {
    const { signal } = new AbortController();

    it('has a kubeconfig for users', async () => {
      const { provider, ref } = cluster();
      const yaml = await provider.kubeconfig(ref, { signal });
      const current = currentOf(yaml);

      // It authenticates with a certificate and its key, with a token, or not at all.
      expect(readKubeconfig(yaml).server).toBe(current.server);
      expect(current.kind).toBe('Config');
      expect(current.user).toBeDefined();
      expect(new URL(current.server ?? '').protocol).toBe('https:');
    });

    it("has a kubeconfig for viewers, which can be merged with the owner's", async () => {
      const { provider, ref } = cluster();
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
      // The existing viewer is reused.
      await provider.viewerKubeconfig(ref, { expiresAt, signal });
    });

    it('has kubeconfigs for the portal, which differ only in the address', async () => {
      const { provider, ref } = cluster();
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

      expect(people.server).toBe(
        currentOf(await provider.kubeconfig(ref, { signal })).server,
      );
      expect(portal).toEqual({ ...people, server: portal.server });
      expect(new URL(portal.server ?? '').protocol).toBe('https:');
      expect(viewer.server).toBe(portal.server);
      expect(viewer.user).not.toEqual(portal.user);
    });
  });
}
