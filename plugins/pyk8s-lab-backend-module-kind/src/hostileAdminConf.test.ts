import { existsSync } from 'node:fs';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { stringify } from 'yaml';
import { KindWorld } from './__testUtils__/kindWorld';
import { KubernetesClusterReader } from './lifecycle/checks/KubernetesClusterReader';
import { KubernetesLogReader } from './logs/pods/KubernetesLogReader';
import { ADMIN_CONF } from './lifecycle/ClusterInspector';

const ref = { name: 'lab-abc-0001', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 0 };

/** The lab's owner is root on its nodes, and can write anything to the file. */
describe('an administrator’s file that would run a program', () => {
  const folder = createMockDirectory();
  let canary: string;
  let world: KindWorld;

  beforeEach(() => {
    canary = folder.resolve('canary');
    world = new KindWorld(
      {},
      {
        reader: new KubernetesClusterReader(),
        logReader: new KubernetesLogReader(),
      },
    );
    world.addContainer(ref.name, 'control-plane', 0, 1);
  });

  const adminConf = (user: object) =>
    stringify({
      clusters: [
        {
          name: 'c',
          cluster: {
            'certificate-authority-data': testPem('CERTIFICATE', 'ca'),
            server: 'https://lab-abc-0001-control-plane:6443',
          },
        },
      ],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    });
  const certificates = {
    'client-certificate-data': testPem('CERTIFICATE', 'certificate'),
    'client-key-data': testPem('PRIVATE KEY', 'key'),
  };
  const exec = (file: string) => ({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'touch',
      args: [file],
      interactiveMode: 'Never',
    },
  });
  const authProvider = (file: string) => ({
    'auth-provider': {
      name: 'gcp',
      config: { 'cmd-path': 'touch', 'cmd-args': file },
    },
  });

  /** All readers of the file. */
  const useAll = () => {
    const { signal } = new AbortController();
    const { provider } = world;
    return Promise.allSettled([
      provider.kubeconfig(ref, { signal }),
      provider.viewerKubeconfig(ref, { expiresAt: new Date(), signal }),
      provider.can.logs.logSources(ref, { signal }),
      provider.can.activity.activity(ref, { signal }),
      provider.check(ref, spec, { signal }),
    ]);
  };

  it.each([
    ['exec', exec],
    ['auth-provider', authProvider],
  ])('runs nothing by %s', async (_, programOf) => {
    world.docker.files.set(ADMIN_CONF, adminConf(programOf(canary)));
    const [check, ...others] = (await useAll()).reverse();
    expect(others.map(({ status }) => status)).toEqual(
      Array(4).fill('rejected'),
    );
    expect(check).toMatchObject({ value: { ready: false } });
    expect(existsSync(canary)).toBe(false);
  });

  it.each([
    ['exec', exec],
    ['auth-provider', authProvider],
  ])('runs nothing by %s in addition to certificates', async (_, programOf) => {
    world.docker.files.set(
      ADMIN_CONF,
      adminConf({ ...certificates, ...programOf(canary) }),
    );
    const [kubeconfig] = await useAll();
    expect(kubeconfig).toEqual({
      status: 'fulfilled',
      value: expect.not.stringContaining(canary),
    });
    expect(existsSync(canary)).toBe(false);
  });
});
