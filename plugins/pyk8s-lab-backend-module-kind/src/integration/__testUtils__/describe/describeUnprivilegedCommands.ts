import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { controlPlaneOf, docker, type RunCommand } from '../commands';

/** Adds the tests of the rights of commands. */
export function describeUnprivilegedCommands({
  run,
  cluster,
}: {
  run: RunCommand;
  cluster: () => ClusterRef;
}): void {
  describe('as nobody', () => {
    it('have kubectl as the administrator of the cluster', async () => {
      expect(await run(['kubectl', 'get', 'nodes', '--output=name'])).toEqual({
        exitCode: 0,
        stdout: `node/${controlPlaneOf(cluster())}\n`,
        stderr: '',
      });
      expect(
        (await run(['kubectl', 'auth', 'can-i', '*', '*'])).stdout,
      ).toContain('yes');
    });

    it('have no capability, and no way to get one', async () => {
      const { stdout } = await run(['cat', '/proc/self/status']);

      expect(stdout).toMatch(/^Uid:(\t65534){4}$/m);
      expect(stdout).toMatch(/^Gid:(\t65534){4}$/m);
      expect(stdout).toMatch(/^Groups:\s*$/m);
      expect(stdout).toMatch(/^NoNewPrivs:\t1$/m);
      for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) {
        expect(stdout).toMatch(new RegExp(`^Cap${set}:\\t0{16}$`, 'm'));
      }
    });

    it.each([
      '/etc/kubernetes/admin.conf',
      '/etc/kubernetes/super-admin.conf',
      '/etc/kubernetes/pki/ca.key',
      '/etc/shadow',
    ])('cannot read %s', async path => {
      expect(await run(['cat', path])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringContaining('Permission denied'),
      });
    });

    it('can write only to world-writable directories and to their cache', async () => {
      const cache = '/run/pyk8s-lab/cache';
      await run(['kubectl', 'get', 'nodes']);

      const { stdout } = await run([
        'find',
        ...['/', '/run', '/var', '/tmp', '-xdev'],
        ...['(', '-type', 'd', '-o', '-type', 'f', ')', '-writable'],
        // World-writable directories with the sticky bit, such as /tmp.
        ...['-not', '-perm', '-1777', '-not', '-path', `${cache}*`],
      ]);
      expect(stdout).toBe('');
      expect(await run(['test', '-w', cache])).toMatchObject({ exitCode: 0 });
      expect(
        await docker('exec', controlPlaneOf(cluster()), 'ls', cache),
      ).toContain('discovery');
    });

    it('cannot change their kubeconfig', async () => {
      const path = '/run/pyk8s-lab/kubeconfig';
      for (const argv of [
        ['kubectl', 'config', 'set-context', '--current', '--namespace=x'],
        ['chmod', '0666', path],
        ['rm', '-f', path],
        ['mv', '/etc/hostname', path],
      ]) {
        expect((await run(argv)).exitCode).not.toBe(0);
      }
      expect((await run(['kubectl', 'get', 'nodes'])).exitCode).toBe(0);
    });

    it("follow the administrator's kubeconfig when it is renewed", async () => {
      const node = controlPlaneOf(cluster());
      await docker(
        ...['exec', node, 'sed', '--in-place', '1i # renewed'],
        '/etc/kubernetes/admin.conf',
      );

      const { stdout } = await run(['cat', '/run/pyk8s-lab/kubeconfig']);

      expect(stdout).toMatch(/^# renewed\n/);
    });
  });
}
