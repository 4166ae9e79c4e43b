import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import {
  containersOf,
  realNames,
  realProvider,
  realSettings,
} from './__testUtils__/kindHost';
import {
  otherMachine,
  whyNoNamespace,
  type OtherMachine,
} from './__testUtils__/networkNamespace';
import {
  portalContainer,
  whyNoPortalContainer,
  type PortalContainer,
} from './__testUtils__/portalContainer';

const { signal } = new AbortController();
const spec = { kubernetesVersion: 'default', workers: 0 };
const names = realNames();

async function destroyAll(): Promise<void> {
  const provider = realProvider();
  for (const { ref } of await provider.list(names.prefix, { signal })) {
    await provider.destroy(ref, new StepRecorder());
  }
}

describeWithKind(
  'A lab of a portal on a server',
  () => {
    const hostName = 'labs.example.com';
    let laptop: OtherMachine;
    let directory: string;

    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
      laptop = otherMachine(hostName);
    });

    afterAll(async () => {
      await destroyAll();
      laptop?.remove();
      rmSync(directory, { recursive: true, force: true });
    }, CLUSTER_TIMEOUT_MS);

    it(
      'is reached from another machine by its kubeconfig, over TLS',
      async () => {
        const ref = { name: names.next(), host: 'local' };
        const provider = realProvider({
          reach: { listen: laptop.hostAddress, host: hostName },
        });
        await provider.create(ref, spec, new StepRecorder());
        const kubeconfig = join(directory, 'kubeconfig');
        writeFileSync(kubeconfig, await provider.kubeconfig(ref, { signal }), {
          mode: 0o600,
        });

        const nodes = laptop.run(
          'kubectl',
          `--kubeconfig=${kubeconfig}`,
          'get',
          'nodes',
          '--output=jsonpath={.items[*].metadata.name} {.items[*].status.conditions[?(@.type=="Ready")].status}',
        );

        expect(nodes).toBe(`${ref.name}-control-plane True`);
        expect(
          laptop.run('kubectl', `--kubeconfig=${kubeconfig}`, 'cluster-info'),
        ).toContain(`https://${hostName}:`);
      },
      CLUSTER_TIMEOUT_MS,
    );
  },
  whyNoNamespace,
);

describeWithKind(
  'A portal in a container with the Docker socket',
  () => {
    let portal: PortalContainer;

    beforeAll(() => {
      portal = portalContainer();
    }, CLUSTER_TIMEOUT_MS);

    afterAll(async () => {
      await destroyAll();
      portal?.remove();
    }, CLUSTER_TIMEOUT_MS);

    it(
      'makes, checks and removes labs through the network of kind',
      () => {
        const name = names.next();
        // Its own 127.0.0.1 leads to no lab: only the network does.
        const settings = realSettings();

        const made = portal.run({ verb: 'create', name, settings });
        expect(made.at(-1)).toEqual({ created: true });

        const [{ check }] = portal.run({ verb: 'check', name, settings });
        expect(check).toMatchObject({
          ready: true,
          nodes: [{ name: `${name}-control-plane`, state: 'ready' }],
        });

        const removed = portal.run({ verb: 'destroy', name, settings });
        expect(removed).toEqual([{ destroyed: true }]);
        expect(containersOf(name)).toEqual([]);
      },
      CLUSTER_TIMEOUT_MS,
    );
  },
  whyNoPortalContainer,
);
