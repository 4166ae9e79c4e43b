import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindWorld } from '../__testUtils__/kindWorld';
import { withLocalServer } from './LocalServers';

const kubeconfig = (server: string) => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Q0E=
    server: ${server}
  name: c
`;

describe('withLocalServer', () => {
  it.each([
    ['https://172.18.0.3:6443', 'https://127.0.0.1:6443'],
    ['https://[fc00:f853::3]:6443', 'https://127.0.0.1:6443'],
    ['https://127.0.0.1:6443', 'https://127.0.0.1:6443'],
    [
      'https://lab-a-1-control-plane:6443',
      'https://lab-a-1-control-plane:6443',
    ],
  ])('changes only the server %s to %s', (server, local) => {
    expect(withLocalServer(kubeconfig(server))).toBe(kubeconfig(local));
  });

  // A quadratic pattern takes many minutes.
  it.each(['\n', ' ', '\t', ' server: https://1', '  server: https://[::1\n'])(
    'takes linear time for a file full of %j',
    text => {
      const file = text.repeat(Math.ceil(1_000_000 / text.length));
      expect(withLocalServer(file)).toBe(file);
    },
  );
});

describe('the control plane of a cluster', () => {
  const ref = { name: 'lab-abc-0001', host: 'local' };
  const spec = { kubernetesVersion: 'default', workers: 0 };
  const path = '/etc/kubernetes/kubelet.conf';
  const byAddress = kubeconfig('https://172.18.0.3:6443');

  it('does not depend on its address after create', async () => {
    const world = new KindWorld();
    world.docker.files.set(path, byAddress);

    await world.provider.create(ref, spec, new StepRecorder());

    expect(world.docker.files.get(path)).toContain('https://127.0.0.1:6443');
  });

  it('does not depend on its address after a start', async () => {
    const world = new KindWorld();
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
    await world.provider.can.power.pause(ref, new StepRecorder());
    world.docker.files.set(path, byAddress);
    let atStart: string | undefined;
    world.docker.refuse = verb => {
      atStart = verb === 'start' ? world.docker.files.get(path) : atStart;
      return undefined;
    };

    await world.provider.can.power.resume(ref, spec, new StepRecorder());

    expect(atStart).toContain('https://127.0.0.1:6443');
  });
});
