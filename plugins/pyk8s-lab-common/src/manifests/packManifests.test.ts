/** @jest-environment node */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { hasKustomization, packManifests } from './index';

describe('packManifests', () => {
  let root: string;
  const at = (name: string) => join(root, name);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'pack-test-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(files: Record<string, string>) {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), content);
    }
  }
  async function filesIn(archive: Blob): Promise<Record<string, string>> {
    const tar = gunzipSync(Buffer.from(await archive.arrayBuffer()));
    const entries = extract();
    Readable.from([tar]).pipe(entries);
    const files: Record<string, string> = {};
    for await (const entry of entries) {
      files[entry.header.name] = await text(Readable.from(entry));
    }
    return files;
  }

  it('names files relative to their common folder', async () => {
    await write({ 'a/b/c.yaml': 'c', 'a/d.json': 'd', 'a/e/f.yaml': 'f' });
    const { archive, paths } = await packManifests([
      at('a/b/c.yaml'),
      at('a/d.json'),
    ]);
    expect(paths).toEqual(['b/c.yaml', 'd.json']);
    expect(await filesIn(archive)).toEqual({ 'b/c.yaml': 'c', 'd.json': 'd' });
  });

  it('takes the manifests of a folder, and of its subfolders if requested', async () => {
    await write({
      'a/b.yaml': 'b',
      'a/c.txt': 'c',
      'a/d/e.yml': 'e',
      'a/.git/f.yaml': 'f',
    });
    await symlink('..', at('a/d/around'));
    const flat = await packManifests([at('a')]);
    expect([flat.paths, await filesIn(flat.archive)]).toEqual([
      ['a'],
      { a: '', 'a/b.yaml': 'b' },
    ]);
    const deep = await packManifests([at('a')], { recursive: true });
    expect(await filesIn(deep.archive)).toMatchObject({ 'a/d/e.yml': 'e' });
    expect(Object.keys(await filesIn(deep.archive))).toHaveLength(3);
  });

  it('takes all files of a kustomization, and those that it references elsewhere', async () => {
    await write({
      'over/lay/kustomization.yaml':
        'resources: ["../../base", a.yaml]\nconfigMapGenerator: [{name: a, files: [app.ini]}]',
      'over/lay/a.yaml': '',
      'over/lay/app.ini': 'x',
      'base/kustomization.yml': 'resources:\n- ../deeper/\n',
      'deeper/Kustomization': 'resources: [../none, "../base"]',
      'other/no.yaml': '',
    });
    expect(await hasKustomization(at('over/lay'))).toBe(true);
    expect(await hasKustomization(at('over'))).toBe(false);
    const { archive, paths } = await packManifests([at('over/lay')], {
      kustomize: true,
      within: root,
    });
    expect(paths).toEqual(['over/lay']);
    const names = Object.keys(await filesIn(archive)).sort();
    expect(names).toEqual([
      'base/kustomization.yml',
      'deeper/Kustomization',
      'over/lay',
      'over/lay/a.yaml',
      'over/lay/app.ini',
      'over/lay/kustomization.yaml',
    ]);
  });

  it('takes manifests from standard input', async () => {
    const { archive, paths } = await packManifests(['-'], {
      stdin: Buffer.from('a'),
    });
    expect(await filesIn(archive)).toEqual({ [paths[0]]: 'a' });
  });

  it.each([
    ['in/link.yaml', {}],
    ['in', { recursive: true }],
    ['in/k', { kustomize: true }],
  ])('refuses a path that leaves the root: %s', async (path, options) => {
    await write({
      'in/a.yaml': '',
      'in/k/kustomization.yaml': 'resources: [../../secret.yaml]',
      'secret.yaml': 'secret',
    });
    await symlink('../secret.yaml', at('in/link.yaml'));
    await expect(
      packManifests([at(path)], { ...options, within: at('in') }),
    ).rejects.toThrow('leads out of the workspace');
  });

  it('checks the API’s limits before it reads files', async () => {
    await write({ 'large.yaml': 'x'.repeat(21 * 2 ** 20) });
    await expect(packManifests([at('large.yaml')])).rejects.toThrow('20 MiB');
    await write(
      Object.fromEntries(
        Array.from({ length: 2_001 }, (_, index) => [`many/${index}.txt`, '']),
      ),
    );
    await expect(packManifests([at('many')])).rejects.toThrow('more than 2000');
    await expect(packManifests([at('none')])).rejects.toThrow('There is no');
  });
});
