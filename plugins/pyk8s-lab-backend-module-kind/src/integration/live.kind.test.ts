import { execFileSync } from 'node:child_process';
import { createServer, isIPv4, type Server } from 'node:net';
import { parseQuantity } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse } from 'yaml';
import { DockerodeHost } from '../docker/DockerodeHost';
import { dockerEndpoint } from '../docker/connection/endpoint';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { bridgeOf, networkOf } from '../network/names';
import {
  containersOf,
  networksOf,
  realNames,
  realProvider,
  realSettings,
} from './__testUtils__/kindHost';
import { kubectlWith, type Kubectl } from './__testUtils__/kubectl';
import { servingAddresses } from './__testUtils__/servingCertificate';

const { signal } = new AbortController();
const spec = {
  kubernetesVersion: 'default',
  workers: 1,
  resources: { cpu: '2', memory: '3Gi' },
};

const docker = (...args: string[]) =>
  execFileSync('docker', args, { encoding: 'utf8' }).trim();

/** Docker's details of each node of a cluster, by name. */
const inspect = (cluster: string, format: string) =>
  Object.fromEntries(
    containersOf(cluster).map(id => {
      const [name, value] = docker(
        'inspect',
        '--format',
        `{{.Name}} ${format}`,
        id,
      ).split(' ');
      return [name.slice(1), value];
    }),
  );

/** Occupies a port of this machine, as another program would. */
async function hold(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

// One cluster for everything: tests depend on the ones before.
describeWithKind('A real cluster that is used, limited and paused', () => {
  const names = realNames();
  const ref = { name: names.next(), host: 'local' };
  const provider = realProvider();
  const squatters: string[] = [];
  const inAnHour = new Date(Date.now() + 3_600_000);
  let addresses: Record<string, string>;
  let admin: Kubectl;
  let viewer: Kubectl;

  const requests = async () =>
    (await provider.can.activity.activity(ref, { signal }))?.requests ?? NaN;
  const clusterOf = async () =>
    parse(await provider.kubeconfig(ref, { signal })).clusters[0].cluster;
  const apiPort = async () => Number(new URL((await clusterOf()).server).port);
  const addressesNow = () =>
    inspect(
      ref.name,
      '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
    );

  beforeAll(async () => {
    await provider.create(ref, spec, new StepRecorder());
    admin = kubectlWith(await provider.kubeconfig(ref, { signal }));
    viewer = kubectlWith(
      await provider.viewerKubeconfig(ref, { expiresAt: inAnHour, signal }),
    );
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    admin?.remove();
    viewer?.remove();
    squatters.forEach(id => docker('rm', '--force', id));
    for (const cluster of await provider.list(names.prefix, { signal })) {
      await provider.destroy(cluster.ref, new StepRecorder());
    }
  }, CLUSTER_TIMEOUT_MS);

  const limits = () =>
    inspect(
      ref.name,
      '{{.HostConfig.NanoCpus}}/{{.HostConfig.Memory}}/{{.HostConfig.MemorySwap}}',
    );
  const half = `${1e9}/${1.5 * 2 ** 30}/${1.5 * 2 ** 30}`;
  const halfEach = {
    [`${ref.name}-control-plane`]: half,
    [`${ref.name}-worker`]: half,
  };

  it('divides its limits among its nodes, and has no swap', () => {
    expect(limits()).toEqual(halfEach);
  });

  it('is limited by a check after an interrupted create', async () => {
    const worker = `${ref.name}-worker`;
    docker('update', '--cpus=0.7', '--memory=2g', '--memory-swap=2g', worker);

    expect(await provider.check(ref, spec, { signal })).toMatchObject({
      ready: true,
    });

    expect(limits()).toEqual(halfEach);
  });

  it('reports the resources of its host', async () => {
    const { capacity, resources } = await provider.options();

    expect(capacity).toEqual([
      {
        host: 'local',
        cpus: Number(docker('info', '--format', '{{.NCPU}}')),
        memoryBytes: Number(docker('info', '--format', '{{.MemTotal}}')),
        memoryFreeBytes: expect.any(Number),
        diskFreeBytes: expect.any(Number),
      },
    ]);
    expect(capacity?.[0].memoryFreeBytes).toBeLessThan(
      capacity?.[0].memoryBytes ?? 0,
    );
    expect(resources?.max).toEqual({
      cpu: docker('info', '--format', '{{.NCPU}}'),
      // Mebibytes on a small host, whole gibibytes on a larger one.
      memory: expect.stringMatching(/^\d+[GM]i$/),
    });
    const most = parseQuantity(resources?.max.memory ?? '');
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(capacity?.[0].memoryBytes ?? 0);
  });

  describe('a viewer', () => {
    it.each([
      [['get', 'pods', '--all-namespaces']],
      [['get', 'nodes']],
      [['get', 'deployments', '--all-namespaces']],
      [['get', 'storageclasses']],
      [['get', 'persistentvolumes']],
    ])('can %j', async args => {
      await expect(viewer(...args)).resolves.toEqual(expect.any(String));
    });

    it.each([
      [['get', 'secrets', '--all-namespaces']],
      [['create', 'configmap', 'note']],
      [['create', 'token', 'default']],
      [['delete', 'pods', '--all', '--namespace=kube-system']],
      [['label', 'node', `${ref.name}-worker`, 'mine=yes']],
      [['exec', '--namespace=kube-system', 'deploy/coredns', '--', 'true']],
      [['get', '--raw', `/api/v1/nodes/${ref.name}-worker/proxy/pods`]],
    ])('cannot %j', async args => {
      await expect(viewer(...args)).rejects.toThrow(/forbidden/i);
    });

    it('has a token that expires with the lab, or after ten minutes', async () => {
      const endOf = async (expiresAt: Date) => {
        const config = parse(
          await provider.viewerKubeconfig(ref, { expiresAt, signal }),
        );
        const [, claims] = config.users[0].user.token.split('.');
        return JSON.parse(Buffer.from(claims, 'base64url').toString()).exp;
      };

      expect(await endOf(inAnHour)).toBeGreaterThan(
        inAnHour.getTime() / 1_000 - 60,
      );
      expect(await endOf(inAnHour)).toBeLessThanOrEqual(
        inAnHour.getTime() / 1_000,
      );
      const soon = (await endOf(new Date())) - Date.now() / 1_000;
      expect(soon).toBeGreaterThan(540);
      expect(soon).toBeLessThan(660);
    });
  });

  describe('its activity', () => {
    it("is not raised by the portal's checks", async () => {
      const before = await requests();

      for (let look = 0; look < 5; look++) {
        await provider.check(ref, spec, { signal });
        await provider.viewerKubeconfig(ref, { expiresAt: inAnHour, signal });
      }

      expect(await requests()).toBe(before);
    });

    it.each([
      ['its owner', () => admin],
      ['a viewer', () => viewer],
    ])('is raised by a request of %s', async (_who, kubectl) => {
      const before = await requests();

      await kubectl()('get', 'pods');

      expect(await requests()).toBeGreaterThan(before);
    });
  });

  it(
    'keeps its port and its content while it is paused',
    async () => {
      const port = await apiPort();
      const pause = (
        await admin(
          'get',
          'nodes',
          '--output=jsonpath={.items[*].status.images[*].names[*]}',
        )
      )
        .split(' ')
        .find(image => /\/pause:/.test(image));
      await admin('create', 'deployment', 'kept', `--image=${pause}`);
      await admin('rollout', 'status', 'deployment/kept', '--timeout=90s');
      addresses = addressesNow();

      await provider.can.power.pause(ref, new StepRecorder());

      expect(Object.values(inspect(ref.name, '{{.State.Status}}'))).toEqual([
        'exited',
        'exited',
      ]);
      const ports = await DockerodeHost.create({
        endpoint: dockerEndpoint(process.env),
      }).publishedPorts();
      expect(ports).toContain(port);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it(
    'resumes with other addresses, unchanged',
    async () => {
      // The first free addresses are the ones that it had.
      for (const name of [1, 2].map(() => names.next())) {
        squatters.push(
          docker(
            'run',
            '--detach',
            `--network=${networkOf(ref.name)}`,
            `--name=${name}`,
            '--entrypoint=sleep',
            realSettings().defaultImage ?? '',
            'infinity',
          ),
        );
      }

      await provider.can.power.resume(ref, spec, new StepRecorder());

      const before = Object.values(addresses);
      for (const now of Object.values(addressesNow())) {
        expect(isIPv4(now)).toBe(true);
        expect(before).not.toContain(now);
      }
      expect(limits()).toEqual(halfEach);
      await admin('rollout', 'status', 'deployment/kept', '--timeout=90s');
      expect(
        (await admin('get', 'nodes', '--no-headers'))
          .split('\n')
          .map(line => line.split(/\s+/)[1]),
      ).toEqual(['Ready', 'Ready']);
      // The control plane's own requests continue.
      await admin('scale', 'deployment/kept', '--replicas=2');
      await admin('rollout', 'status', 'deployment/kept', '--timeout=90s');
    },
    2 * CLUSTER_TIMEOUT_MS,
  );

  it('has a certificate for its new address, and not for the old one', async () => {
    const node = `${ref.name}-control-plane`;
    const address = addressesNow()[node];
    const { server, ...cluster } = await clusterOf();
    const ca = Buffer.from(cluster['certificate-authority-data'], 'base64');

    const valid = await servingAddresses(server, ca, address);

    expect(valid).toContain(address);
    expect(valid).not.toContain(addresses[node]);
    // The address for other nodes and for a portal in a container.
    expect(
      docker(
        'exec',
        `${ref.name}-worker`,
        'curl',
        '--silent',
        '--show-error',
        '--max-time',
        '10',
        '--cacert',
        '/etc/kubernetes/pki/ca.crt',
        `https://${address}:6443/readyz`,
      ),
    ).toBe('ok');
  });

  it(
    'reports that its port is in use, and resumes when it is free, although its network was pruned',
    async () => {
      const port = await apiPort();
      await provider.can.power.pause(ref, new StepRecorder());
      const thief = await hold(port);
      try {
        await expect(
          provider.can.power.resume(ref, spec, new StepRecorder()),
        ).rejects.toThrow(
          `Port ${port} of the lab host, on which this lab is reached, was taken by somebody else while it was paused`,
        );
      } finally {
        thief.close();
      }
      squatters.splice(0).forEach(id => docker('rm', '--force', id));
      docker(
        'network',
        'prune',
        '--force',
        `--filter=label=io.pyk8s-lab.cluster=${ref.name}`,
      );
      expect(networksOf(ref.name)).toEqual([]);

      await provider.can.power.resume(ref, spec, new StepRecorder());

      expect(await apiPort()).toBe(port);
      // The rules of the firewall match its bridge.
      expect(
        docker(
          'network',
          'inspect',
          '--format={{index .Options "com.docker.network.bridge.name"}}',
          networkOf(ref.name),
        ),
      ).toBe(bridgeOf(ref.name));
      expect(Object.values(addressesNow()).every(isIPv4)).toBe(true);
      await admin('rollout', 'status', 'deployment/kept', '--timeout=90s');
    },
    2 * CLUSTER_TIMEOUT_MS,
  );

  it(
    'does not resume when one of its nodes was removed',
    async () => {
      await provider.can.power.pause(ref, new StepRecorder());
      docker('rm', '--force', '--volumes', `${ref.name}-worker`);

      await expect(
        provider.can.power.resume(ref, spec, new StepRecorder()),
      ).rejects.toThrow('incomplete: 1 of its 2 nodes are left');

      docker('rm', '--force', '--volumes', `${ref.name}-control-plane`);
      await expect(
        provider.can.power.resume(ref, spec, new StepRecorder()),
      ).rejects.toThrow('no longer exists');
      await expect(
        provider.can.power.pause(ref, new StepRecorder()),
      ).rejects.toThrow('no longer exists');
    },
    CLUSTER_TIMEOUT_MS,
  );
});
