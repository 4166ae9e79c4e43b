import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

const settings = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

describe('pyk8s cluster apply', () => {
  let portal: TestPortal;
  let alice: Terminal;

  beforeAll(async () => {
    portal = await TestPortal.start();
    alice = await Terminal.create(portal.env());
    await alice.run(['cluster', 'create', 'demo', '--wait']);
    for (const [name, content] of Object.entries({
      'one.yaml': settings('one'),
      'more/two.yaml': settings('two'),
      'more/deep/three.yaml': settings('three'),
      'more/notes.txt': settings('no-manifest'),
      'base/a.yaml': settings('base'),
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'overlays/preview/b.yaml': settings('overlay'),
      'overlays/preview/kustomization.yaml':
        'resources:\n  - ../../base\n  - b.yaml\n',
    })) {
      const file = join(alice.home, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  });
  afterAll(async () => {
    await portal.stop();
    await alice.remove();
  });

  const apply = (args: string[], options: { stdin?: Buffer } = {}) =>
    alice.run(['cluster', 'apply', 'demo', ...args], options);
  const at = (name: string) => join(alice.home, name);

  it('applies files and folders, and lists the results', async () => {
    const { code, stdout, stderr } = await apply([
      ...['-f', at('one.yaml'), '-f', at('more')],
      ...['-n', 'preview', '--no-wait', '--timeout', '1m', '--server-side'],
    ]);
    expect([code, stdout]).toEqual([
      0,
      'ConfigMap preview/one applied (simulated)\nConfigMap preview/two applied (simulated)\n',
    ]);
    expect(stderr).toContain('Applying to demo');
    expect(stderr).toContain('Warning: simulated lab: nothing is applied');
  });

  it('reads folders recursively, and standard input', async () => {
    expect((await apply(['-R', '-f', at('more')])).stdout).toContain('three');
    const stdin = Buffer.from(settings('piped'));
    expect(await apply(['-f', '-'], { stdin })).toMatchObject({
      code: 0,
      stdout: 'ConfigMap default/piped applied (simulated)\n',
    });
  });

  it('sends a kustomization with the folders that it references', async () => {
    expect(await apply(['-k', at('overlays/preview')])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/overlay applied .*\n.*base applied/),
    });
  });

  it.each([
    [[], 'Say what to apply'],
    [['-f', 'a', '-k', 'b'], 'Say what to apply'],
    [['-f', '/none'], 'There is no file or folder "/none"'],
    [['-k', 'FILE'], 'name the folder'],
    [['-f', '-', '-f', '-'], 'can be read once'],
    [['-f', 'FILE', '--force-conflicts'], 'needs --server-side'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await apply(
      args.map(arg => (arg === 'FILE' ? at('one.yaml') : arg)),
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('reports the errors of the portal', async () => {
    expect(await apply(['-f', at('one.yaml'), '-n', 'Not one'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('namespace must be a lowercase'),
    });
  });
});
