import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  CLUSTER_TIMEOUT_MS,
  describeWithKind,
  tryRun,
} from '@internal/test-utils';
import { bridgeOf } from '../network/names';
import {
  commandRunner,
  controlPlaneOf,
  docker,
  until,
} from './__testUtils__/commands';
import { firewall } from './__testUtils__/firewall';
import {
  containersOf,
  networksOf,
  realNames,
  realProvider,
  realSettings,
} from './__testUtils__/kindHost';
import {
  otherMachine,
  whyNoNamespace,
  type OtherMachine,
} from './__testUtils__/networkNamespace';
import { otherLab } from './__testUtils__/otherLab';
import { imageWithShell, startPod } from './__testUtils__/pods';
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

    // Uses the cluster of the test before.
    it(
      'is isolated by the firewall from everything outside of it',
      async () => {
        const provider = realProvider();
        const [{ ref }] = await provider.list(names.prefix, { signal });
        const run = commandRunner(provider, () => ref);
        const image = await imageWithShell(run);
        await startPod(run, { name: 'curious', image, script: 'sleep 3600' });
        await run(['kubectl', 'wait', '--for=condition=Ready', 'pod/curious']);
        const inPod = async (...argv: string[]) =>
          run(['kubectl', 'exec', 'curious', '--', 'timeout', '5', ...argv]);
        const get = async (url: string) =>
          (await inPod('wget', '-q', '-O', '-', url)).stdout;
        const node = controlPlaneOf(ref);
        const getFromNode = async (url: string) =>
          docker('exec', node, 'curl', '-sgm3', url).catch(() => '');

        const rules = firewall();
        const host = createServer((_, answer) => answer.end('host'));
        await once(host.listen(0, '::'), 'listening');
        const { port } = host.address() as AddressInfo;
        const other = otherLab();
        const bridge = bridgeOf(ref.name);
        const [gateway, linkLocal] = ['IPv4', 'IPv6'].map(
          family =>
            networkInterfaces()[bridge]?.find(found => found.family === family)
              ?.address,
        );
        // Root on a node enables what Docker has disabled.
        await docker(
          'exec',
          node,
          'sysctl',
          'net.ipv6.conf.eth0.disable_ipv6=0',
        );
        const hostUrls = [
          `http://${gateway}:${port}/`,
          `http://${laptop.hostAddress}:${port}/`,
        ];
        const overIpv6 = `http://[${linkLocal}%25eth0]:${port}/`;
        const published = `http://${laptop.hostAddress}:${other.port}/`;

        try {
          // Without the rules a lab reaches all of this, which verifies the probes.
          rules.remove();
          const before = rules.others();
          expect(await Promise.all(hostUrls.map(get))).toEqual([
            'host',
            'host',
          ]);
          await until(async () => (await getFromNode(overIpv6)) === 'host');
          expect(await get(published)).toBe('other lab');

          rules.apply('INTERNET=yes');
          rules.apply('INTERNET=yes');
          expect(rules.others()).toBe(before);
          expect(await Promise.all(hostUrls.map(get))).toEqual(['', '']);
          expect(await getFromNode(overIpv6)).toBe('');
          expect(await get(published)).toBe('');
          expect(await get(other.url)).toBe('');
          expect(await get('http://169.254.169.254/')).toBe('');
          expect(rules.packets('FORWARD', '169.254.0.0/16')).toBeGreaterThan(0);

          // Its own traffic continues: DNS, its API, and replies to users.
          expect(
            (await inPod('nslookup', 'kubernetes.default.svc.cluster.local'))
              .exitCode,
          ).toBe(0);
          expect(
            (await inPod('nc', '-w', '3', 'kubernetes.default', '443'))
              .exitCode,
          ).toBe(0);
          const kubeconfig = join(directory, 'kubeconfig');
          expect(
            laptop.run(
              'kubectl',
              `--kubeconfig=${kubeconfig}`,
              'get',
              '--raw=/readyz',
            ),
          ).toBe('ok');
          expect(tryRun('curl', '-sm3', other.url)).toBe('other lab');

          // A network for documentation is not private: it stands in for the internet.
          const outside = laptop.serve('internet');
          await until(async () => (await get(outside.url)) === 'internet');
          rules.apply('INTERNET=no');
          expect(await get(outside.url)).toBe('');
          rules.apply(
            'INTERNET=no',
            `ALLOW="${new URL(outside.url).host} ${gateway}:${port}"`,
          );
          expect(await get(outside.url)).toBe('internet');
          expect(await get(hostUrls[0])).toBe('host');
          outside.end();

          rules.remove();
          expect(rules.others()).toBe(before);
        } finally {
          rules.restore();
          other.remove();
          host.close();
          host.closeAllConnections();
        }
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
      "makes, checks and removes labs through the lab's network, and does not listen there",
      () => {
        const name = names.next();
        // Its own 127.0.0.1 does not reach labs: only the network does.
        const settings = realSettings();

        const made = portal.run({ verb: 'create', name, settings });
        expect(made.at(-1)).toEqual({ created: true });

        const [{ check }] = portal.run({ verb: 'check', name, settings });
        expect(check).toMatchObject({
          ready: true,
          nodes: [{ name: `${name}-control-plane`, state: 'ready' }],
        });

        const [heard] = portal.run({ verb: 'listen', name, settings });
        expect(heard).toEqual({
          networks: 2,
          own: 'portal',
          guarded: ['', ''],
          // The first network is Docker's default, which labs cannot reach.
          unguarded: ['', 'portal'],
        });

        const removed = portal.run({ verb: 'destroy', name, settings });
        expect(removed).toEqual([{ destroyed: true }]);
        expect(containersOf(name)).toEqual([]);
        expect(networksOf(name)).toEqual([]);
      },
      CLUSTER_TIMEOUT_MS,
    );
  },
  whyNoPortalContainer,
);
