import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

describe('deleting a lab', () => {
  let portal: TestPortal;
  let alice: Terminal;

  beforeAll(async () => {
    portal = await TestPortal.start();
    alice = await Terminal.create(portal.env());
  });
  afterAll(async () => {
    await portal.stop();
    await alice.remove();
  });

  it('succeeds with a broken kubeconfig', async () => {
    const { id } = await portal.labs().createLab({ name: 'broken' });
    const file = join(alice.home, 'broken.yaml');
    await writeFile(file, 'tell-nobody: : :');
    const deleted = await alice.run([
      ...['cluster', 'delete', 'broken', '--wait', '--kubeconfig', file],
    ]);
    expect(deleted).toMatchObject({
      code: 0,
      stdout: 'The lab broken is deleted.\n',
    });
    expect(deleted.stderr).toMatch(
      /^Warning: .*broken.yaml is not a valid kubeconfig/m,
    );
    expect(deleted.stderr).not.toContain('tell-nobody');
    expect((await portal.labs().getLab(id)).status).toBe('DELETED');
  });

  it('treats a lab that is no longer stored as deleted', async () => {
    const gone = '0b9f5a1e-0000-4000-8000-00000000dead';
    const wait = ['cluster', 'wait', gone, '--for'];
    expect((await alice.run([...wait, 'deleted'])).code).toBe(0);
    expect((await alice.run([...wait, 'running'])).code).toBe(3);
    const elsewhere = await alice.run([...wait, 'deleted'], {
      env: { PYK8S_LAB_URL: `${portal.url}/elsewhere` },
    });
    expect(elsewhere.code).toBe(3);
  });
});
