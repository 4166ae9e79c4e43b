import { createServer } from 'node:net';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse } from 'yaml';
import { ProcessGroupRunner } from '../kind/process/ProcessGroupRunner';
import type { CommandRunner } from '../kind/process/CommandRunner';
import {
  CLUSTER_TIMEOUT_MS,
  describeWithKind,
  tryRun,
} from '@internal/test-utils';
import {
  containersOf,
  processesOf,
  realNames,
  realProvider,
} from './__testUtils__/kindHost';
import { kubectlWith, type Kubectl } from './__testUtils__/kubectl';

const spec = { kubernetesVersion: 'default', workers: 0 };
const { signal } = new AbortController();

/**
 * Occupies the API port once, between the start of kind and Docker's binding of it.
 */
function runnerWithPortThief() {
  const runner = new ProcessGroupRunner();
  const thief = createServer();
  const ports: number[] = [];
  const stealing: CommandRunner = {
    async run(file, args, options) {
      if (args[0] === 'create' && options.input) {
        const { networking } = parse(options.input);
        ports.push(networking.apiServerPort);
        if (ports.length === 1) {
          await new Promise<void>(resolve =>
            thief.listen(ports[0], '127.0.0.1', resolve),
          );
        }
      }
      return runner.run(file, args, options);
    },
  };
  return { runner: stealing, ports, close: () => thief.close() };
}

/** True for a cluster whose node was Ready before its pod network's pod was started. */
async function wasReadyBeforeNetwork(kubectl: Kubectl): Promise<boolean> {
  const [readyAt, ...pods] = await Promise.all([
    kubectl(
      'get',
      'nodes',
      '--output=jsonpath={.items[0].status.conditions[?(@.type=="Ready")].lastTransitionTime}',
    ),
    kubectl(
      'get',
      'pods',
      '--namespace=kube-system',
      // kindnet's pods have this label.
      '--selector=app,k8s-app notin (kube-proxy,kube-dns)',
      '--output=jsonpath={.items[0].status.startTime}',
    ),
  ]);
  expect(pods).toEqual([expect.stringMatching(/^2.+Z$/)]);
  return Date.parse(readyAt) < Date.parse(pods[0]);
}

describeWithKind('Making real clusters', () => {
  const names = realNames();

  afterEach(async () => {
    const provider = realProvider();
    for (const { ref } of await provider.list(names.prefix, { signal })) {
      await provider.destroy(ref, new StepRecorder());
    }
  }, CLUSTER_TIMEOUT_MS);

  it(
    'makes three at once, each reached by its own kubeconfig',
    async () => {
      const provider = realProvider();
      const refs = [1, 2, 3].map(() => ({ name: names.next(), host: 'local' }));

      await Promise.all(
        refs.map(ref => provider.create(ref, spec, new StepRecorder())),
      );

      const servers = await Promise.all(
        refs.map(async ref => {
          expect(await provider.check(ref, spec, { signal })).toMatchObject({
            ready: true,
          });
          return parse(await provider.kubeconfig(ref, { signal })).clusters[0]
            .cluster.server;
        }),
      );
      expect(new Set(servers).size).toBe(3);

      await Promise.all(
        refs.map(ref => provider.destroy(ref, new StepRecorder())),
      );
      expect(refs.flatMap(({ name }) => containersOf(name))).toEqual([]);
    },
    2 * CLUSTER_TIMEOUT_MS,
  );

  it(
    'makes a second cluster of an image with its pod network prepared, and whole',
    async () => {
      const provider = realProvider();
      const [first, second] = [1, 2].map(() => ({
        name: names.next(),
        host: 'local',
      }));
      await provider.create(first, spec, new StepRecorder());
      const ofFirst = kubectlWith(await provider.kubeconfig(first, { signal }));
      const unprepared = await wasReadyBeforeNetwork(ofFirst).finally(
        ofFirst.remove,
      );
      await provider.destroy(first, new StepRecorder());

      await provider.create(second, spec, new StepRecorder());

      const kubectl = kubectlWith(
        await provider.kubeconfig(second, { signal }),
      );
      try {
        const rolledOut = ['rollout', 'status', '--namespace=kube-system'];
        // Everything that kind and kubeadm install exists and works.
        for (const what of ['daemonset/kube-proxy', 'deployment/coredns']) {
          await kubectl(...rolledOut, '--timeout=120s', what);
        }
        expect([unprepared, await wasReadyBeforeNetwork(kubectl)]).toEqual([
          false,
          true,
        ]);
        expect(await kubectl('get', 'storageclass', '--output=name')).toBe(
          'storageclass.storage.k8s.io/standard',
        );
        // As after an interrupted create, which must not be adopted.
        expect(await provider.check(second, spec, { signal })).toMatchObject({
          ready: true,
        });
        tryRun(
          'docker',
          'exec',
          `${second.name}-control-plane`,
          'rm',
          '/kind/pyk8s-lab-setup',
        );
        expect(await provider.check(second, spec, { signal })).toMatchObject({
          ready: false,
          waitingFor: 'everything to be installed',
        });
      } finally {
        kubectl.remove();
      }
    },
    3 * CLUSTER_TIMEOUT_MS,
  );

  it(
    'takes another port when Docker finds the first one taken',
    async () => {
      const { runner, ports, close } = runnerWithPortThief();
      const provider = realProvider({}, { runner });
      const ref = { name: names.next(), host: 'local' };
      const step = new StepRecorder({ abortAt: 'config' });

      // By then its containers exist, which the test is about.
      await expect(provider.create(ref, spec, step)).rejects.toThrow();
      close();

      expect(ports).toHaveLength(2);
      expect(ports[1]).not.toBe(ports[0]);
      expect(step.phases).toEqual(['image', 'nodes', 'config']);
      const [cluster] = await provider.list(ref.name, { signal });
      expect(cluster.nodes).toMatchObject([{ state: 'running' }]);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it(
    'makes nothing of an image that is not there',
    async () => {
      const image = 'registry.invalid/kind/node:v9.9.9';
      const provider = realProvider({
        nodeImages: [{ version: 'v9.9.9', image }],
      });
      const ref = { name: names.next(), host: 'local' };
      const step = new StepRecorder();

      const created = provider.create(
        ref,
        { ...spec, kubernetesVersion: 'v9.9.9' },
        step,
      );

      await expect(created).rejects.toMatchObject({
        name: 'ProvisioningError',
        retryable: false,
        message: expect.stringMatching(
          /registry\.invalid\/kind\/node:v9\.9\.9 is not on the host and could not be pulled: .+ "docker pull registry\.invalid/,
        ),
      });
      expect(step.phases).toEqual(['image']);
      expect(containersOf(ref.name)).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it(
    'lets kind get its own image, and explains that it could not',
    async () => {
      const provider = realProvider(
        { defaultImage: undefined },
        {
          // kind pulls its default image, so it gets one that does not exist.
          runner: withImage('registry.invalid/kind/node:v9.9.9'),
        },
      );
      const ref = { name: names.next(), host: 'local' };

      await expect(
        provider.create(ref, spec, new StepRecorder()),
      ).rejects.toMatchObject({
        name: 'ProvisioningError',
        retryable: false,
        message: expect.stringContaining(
          'registry.invalid/kind/node:v9.9.9 is not on the host and could not be pulled',
        ),
      });
      expect(containersOf(ref.name)).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );

  it.each([
    '--all',
    '--name=lab-x-1',
    'lab-x-1; id',
    'lab-X-1',
    'lab-x-$(id)',
    '',
  ])('does not take "%s" for a name', async name => {
    const provider = realProvider();
    const ref = { name, host: 'local' };

    await expect(
      provider.create(ref, spec, new StepRecorder()),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      provider.destroy(ref, new StepRecorder()),
    ).rejects.toMatchObject({ name: 'InputError' });
  });

  it.each(['nodes', 'control-plane'] as const)(
    'leaves no process when it is aborted at %s, and no container after destroy',
    async phase => {
      const provider = realProvider();
      const ref = { name: names.next(), host: 'local' };
      const step = new StepRecorder({ abortAt: phase });

      await expect(provider.create(ref, spec, step)).rejects.toThrow();
      expect(processesOf(ref.name)).toEqual([]);

      await provider.destroy(ref, new StepRecorder());
      expect(containersOf(ref.name)).toEqual([]);
    },
    CLUSTER_TIMEOUT_MS,
  );
});

/** Adds an image to the arguments of kind. */
function withImage(image: string): CommandRunner {
  const runner = new ProcessGroupRunner();
  return {
    run: (file, args, options) =>
      runner.run(
        file,
        args[0] === 'create' ? [...args, `--image=${image}`] : args,
        options,
      ),
  };
}
