import { inspect } from 'node:util';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { failingWith } from './__testUtils__/FakeCommandRunner';
import { KindWorld } from './__testUtils__/kindWorld';

const ref = { name: 'lab-abc-0001', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 0 };

/** The output of kind's tools if kind were verbose. */
const SECRETS = {
  bootstrapToken: 'abcdef.0123456789abcdef',
  certificateKey: '5f4dcc3b5aa765d61d8327deb882cf99',
  keyData: 'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ==',
  pem: 'MIIEowIBAAKCAQEAcanary',
  serviceAccount: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl',
  registry: 'hunter2',
};

const OUTPUT = [
  'Creating cluster "lab-abc-0001" ...',
  ' • Starting control-plane 🕹️  ...',
  `I1121 10:00:00.0 join.go:1] kubeadm join 10.0.0.1:6443 --token ${SECRETS.bootstrapToken} --certificate-key ${SECRETS.certificateKey}`,
  `    client-key-data: ${SECRETS.keyData}`,
  '-----BEGIN RSA PRIVATE KEY-----',
  SECRETS.pem,
  '-----END RSA PRIVATE KEY-----',
  `Response Body: {"status":{"token":"${SECRETS.serviceAccount}"}}`,
  `ERROR: failed to create cluster: failed to init node with kubeadm: command "docker exec --privileged lab-abc-0001-control-plane kubeadm init" failed with error: exit status 1`,
  `Command Output: error: invalid token ${SECRETS.bootstrapToken} at http://me:${SECRETS.registry}@proxy.example.com`,
].join('\n');

describe("the secrets in kind's output", () => {
  it('are neither in output nor in errors', async () => {
    const world = new KindWorld();
    world.runner.on('kind create', failingWith(OUTPUT));
    const step = new StepRecorder();

    const error = await world.provider
      .create(ref, spec, step)
      .catch(thrown => thrown);

    // Verifies that there is output to check.
    expect(error.message).toMatch(/kubeadm init.*failed.*invalid token/);
    expect(step.output).toHaveLength(OUTPUT.split('\n').length);
    const said = inspect([error, step.output], {
      depth: Infinity,
      maxStringLength: Infinity,
    });
    for (const secret of Object.values(SECRETS)) {
      expect(said).not.toContain(secret);
    }
  });

  it('are not in the error of an unreadable cluster', async () => {
    const world = new KindWorld();
    await world.provider.create(ref, spec, new StepRecorder());
    world.docker.files.set(
      '/etc/kubernetes/admin.conf',
      `users:\n- user:\n    client-key-data: "${SECRETS.keyData}`,
    );
    const { signal } = new AbortController();
    const looks = await Promise.all(
      [
        world.provider.kubeconfig(ref, { signal }),
        world.provider.viewerKubeconfig(ref, { signal, expiresAt: new Date() }),
        world.provider.check(ref, spec, { signal }),
      ].map(look => look.catch(error => error)),
    );
    const said = inspect(looks, { depth: Infinity });
    expect(said).toContain('lab-abc-0001');
    expect(said).not.toContain('LS0tLS1CRUdJTi');
  });
});
