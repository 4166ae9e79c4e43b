import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { InstalledCli, Terminal, TestPortal } from '../__testUtils__';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';

describeWithKind('pyk8s with a real cluster', () => {
  let cli: InstalledCli;
  let portal: TestPortal;
  let alice: Terminal;
  const pyk8s = (...argv: string[]) => cli.run(argv, { env: alice.env });

  beforeAll(async () => {
    [cli, portal] = await Promise.all([
      InstalledCli.install(),
      TestPortal.start({ provider: { feature: kind, name: 'kind' } }),
    ]);
    alice = await Terminal.create(portal.env());
  }, CLUSTER_TIMEOUT_MS);
  afterAll(async () => {
    // A failed test leaves its lab behind, and the portal would keep it.
    await pyk8s('cluster', 'delete', 'demo', '--wait').catch(() => undefined);
    await Promise.all([cli?.remove(), portal?.stop(), alice?.remove()]);
  }, CLUSTER_TIMEOUT_MS);

  const kubectl = async (...args: string[]) =>
    (await promisify(execFile)('kubectl', args, { env: alice.env })).stdout;

  it(
    'creates a lab, works in it, and leaves nothing behind',
    async () => {
      const made = await pyk8s(
        ...['cluster', 'create', 'demo', '--ttl', '1h', '--wait'],
      );
      expect([made.code, made.stderr]).toEqual([
        0,
        expect.stringContaining('demo: RUNNING'),
      ]);

      await pyk8s('cluster', 'get-kubeconfig', 'demo', '--merge');
      expect(await kubectl('config', 'current-context')).toBe('kind-demo\n');
      expect(await kubectl('get', 'nodes')).toMatch(/control-plane +Ready/);

      const ran = await pyk8s(
        ...['cluster', 'exec', 'demo', '--', 'kubectl', 'get', 'nodes'],
        ...['-o', 'jsonpath={.items[*].metadata.name}'],
      );
      expect([ran.code, ran.stdout]).toEqual([
        0,
        expect.stringContaining('control-plane'),
      ]);
      const failed = await pyk8s(
        ...['cluster', 'exec', 'demo', '--', 'kubectl', 'get', 'pod', 'none'],
      );
      expect([failed.code, failed.stderr]).toEqual([
        1,
        expect.stringContaining('not found'),
      ]);
      const applied = await cli.run(
        ['cluster', 'exec', 'demo', '-i', '--', 'kubectl', 'apply', '-f', '-'],
        {
          env: alice.env,
          stdin: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: piped }\n',
        },
      );
      expect(applied.stdout).toContain('namespace/piped created');

      const log = await pyk8s('cluster', 'logs', 'demo');
      expect(log.stdout).toContain('Starting control-plane');
      const journal = await pyk8s(
        ...['cluster', 'logs', 'demo', '--unit', 'kubelet', '--tail', '5'],
      );
      expect(journal.stdout).toContain('kubelet');

      const archive = testImageArchive({
        names: ['docker.io/library/from-a-shell:1'],
        layerBytes: [2_000_000],
      });
      const file = join(alice.home, 'image.tar');
      await pipeline(archive.open(), createWriteStream(file));
      const loaded = await pyk8s(
        ...['cluster', 'load-image', 'demo', '--archive', file],
      );
      expect([loaded.code, loaded.stderr]).toEqual([
        0,
        expect.stringContaining('Sending image.tar to demo'),
      ]);
      const [lab] = (await portal.labs().listLabs({ q: 'demo' })).items;
      const { items } = await portal.labs().listLabImages(lab.id);
      expect(items.flatMap(({ names }) => names)).toContain(
        'docker.io/library/from-a-shell:1',
      );

      const doctor = await pyk8s('doctor');
      expect(doctor.stdout).toMatch(/✓ Labs from here: demo at https:/);

      const deleted = await pyk8s('cluster', 'delete', 'demo', '--wait');
      expect(deleted.code).toBe(0);
      expect(await readFile(alice.kubeconfig, 'utf8')).not.toContain('demo');
    },
    2 * CLUSTER_TIMEOUT_MS,
  );
});
