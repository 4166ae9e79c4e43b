import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { KubeconfigFiles } from './KubeconfigFiles';

const DEMO = '0b9f5a1e-0000-4000-8000-000000000001';
const OTHER = '1c9f5a1e-0000-4000-8000-000000000002';
const mark = (lab = DEMO, name = 'demo') => ({
  lab,
  name,
  portal: 'https://portal.example.com',
});
const named = (name: string, server: string) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name, cluster: { server } }],
  users: [{ name, user: { token: 'abc' } }],
  contexts: [{ name, context: { cluster: name, user: name } }],
  'current-context': name,
});
const kubeconfig = (server = 'https://lab') =>
  stringify(named('kind-demo', server));
const theirs = (...contexts: string[]) =>
  stringify({
    ...named(contexts[0], 'https://theirs'),
    contexts: contexts.map(name => ({ name, context: {} })),
  });

describe('KubeconfigFiles', () => {
  let folder: string;
  let a: string;
  let b: string;
  let files: KubeconfigFiles;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pyk8s-kubeconfig-'));
    [a, b] = ['a.yaml', 'b.yaml'].map(name => join(folder, name));
    files = KubeconfigFiles.of({ KUBECONFIG: `${a}:${b}` });
  });
  afterEach(async () => rm(folder, { recursive: true }));

  const readYaml = async (file: string) => parse(await readFile(file, 'utf8'));
  /** The context that kubectl uses. */
  const current = async () => {
    for (const file of [a, b]) {
      const named_ = (await readYaml(file))['current-context'];
      if (named_) {
        return named_;
      }
    }
    return '';
  };
  const merge = (lab = mark(), switchTo = true, server?: string) =>
    files.merge(kubeconfig(server), lab, { switchTo });
  const remove = (...labs: string[]) =>
    files.remove(({ lab }) => labs.includes(lab));

  it('avoids names that are used in any of the files', async () => {
    await writeFile(a, theirs('team-dev'));
    await writeFile(b, theirs('kind-demo'));
    const before = await readFile(b, 'utf8');
    expect(await merge(mark(), false)).toEqual({
      file: a,
      context: 'kind-demo-0b9f5a1e',
    });
    expect(await readFile(b, 'utf8')).toBe(before);
    expect(await current()).toBe('team-dev');
  });

  it('updates a lab in the file that contains it', async () => {
    await writeFile(b, theirs('prod-like'));
    expect((await merge()).file).toBe(b);
    await writeFile(a, theirs('team-dev'));
    // The lab's own name does not count as taken.
    expect(await merge(mark(), true, 'https://newer')).toEqual({
      file: b,
      context: 'kind-demo',
    });
    expect(await current()).toBe('kind-demo');
    const { clusters } = await readYaml(b);
    expect(clusters).toHaveLength(2);
    expect(clusters[1].cluster.server).toBe('https://newer');
    await remove(DEMO);
    expect(await current()).toBe('team-dev');
  });

  it('keeps a lab current when it is merged again under another name', async () => {
    await writeFile(a, theirs('team-dev'));
    await merge();
    await writeFile(
      a,
      (await readFile(a, 'utf8'))
        .replace(
          '- name: kind-demo\n    context:',
          '- name: mine\n    context:',
        )
        .replace('current-context: kind-demo', 'current-context: mine'),
    );
    expect(await current()).toBe('mine');
    await merge(mark(), false);
    expect(await current()).toBe('kind-demo');
    await remove(DEMO);
    expect(await current()).toBe('team-dev');
  });

  it('restores the context that was current before', async () => {
    await writeFile(a, theirs('team-dev'));
    await writeFile(b, theirs('prod-like'));
    await merge();
    expect(await current()).toBe('kind-demo');
    expect(await remove(DEMO)).toEqual({
      contexts: ['kind-demo'],
      pointer: { context: 'team-dev', file: a, isPrevious: true },
    });
    expect(await current()).toBe('team-dev');
  });

  it('restores a context of another file', async () => {
    await writeFile(a, stringify({ apiVersion: 'v1', kind: 'Config' }));
    await writeFile(b, theirs('prod-like'));
    await merge();
    expect((await remove(DEMO)).pointer).toEqual({
      context: 'prod-like',
      file: b,
      isPrevious: true,
    });
    expect((await readYaml(a))['current-context']).toBe('');
  });

  it.each([
    ['in the order of merging', [DEMO, OTHER], ['kind-other', 'team-dev']],
    ['in the other order', [OTHER, DEMO], ['kind-demo', 'team-dev']],
  ])(
    'restores the context with two labs that end %s',
    async (_, order, expected) => {
      await writeFile(a, theirs('team-dev'));
      await writeFile(b, theirs('prod-like'));
      await merge();
      await merge(mark(OTHER, 'other'));
      const seen = [];
      for (const lab of order) {
        await remove(lab);
        seen.push(await current());
      }
      expect(seen).toEqual(expected);
    },
  );

  it('restores the context when two labs end at once', async () => {
    await writeFile(a, theirs('team-dev'));
    await writeFile(b, theirs('prod-like'));
    await merge();
    await merge(mark(OTHER, 'other'));
    expect((await remove(DEMO, OTHER)).pointer).toMatchObject({
      context: 'team-dev',
      isPrevious: true,
    });
  });

  it('reports the current context when the previous one no longer exists', async () => {
    await writeFile(a, theirs('team-dev'));
    await writeFile(b, theirs('prod-like'));
    await merge();
    const { contexts, ...rest } = await readYaml(a);
    await writeFile(a, stringify({ ...rest, contexts: contexts.slice(1) }));
    expect((await remove(DEMO)).pointer).toEqual({
      context: 'prod-like',
      file: b,
      isPrevious: false,
    });
  });

  it('reports that no context is current any more', async () => {
    await merge();
    expect((await remove(DEMO)).pointer).toEqual({ isPrevious: false });
  });

  it('keeps another context current', async () => {
    await writeFile(a, theirs('team-dev', 'team-test'));
    await merge(mark(), false);
    expect(await remove(DEMO)).toEqual({ contexts: ['kind-demo'] });
    expect(await current()).toBe('team-dev');
  });

  it('does not need write access to unchanged files', async () => {
    await writeFile(a, theirs('team-dev'));
    await writeFile(b, theirs('prod-like'));
    await writeFile(`${b}.lock`, '');
    await chmod(b, 0o444);
    await merge();
    await remove(DEMO);
    expect(await current()).toBe('team-dev');
  });

  it('reads a file that is listed twice once', async () => {
    await writeFile(a, theirs('team-dev'));
    await symlink(a, b);
    expect((await merge()).context).toBe('kind-demo');
    expect((await merge()).context).toBe('kind-demo');
    expect((await readYaml(a)).clusters).toHaveLength(2);
    expect((await lstat(b)).isSymbolicLink()).toBe(true);
  });

  describe('for a single file', () => {
    const write = (file: string, force = false, lab = mark()) =>
      KubeconfigFiles.of({}, file).replace(kubeconfig(), lab, { force });

    it('writes it, and overwrites it', async () => {
      await write(a);
      await write(a);
      expect(await readYaml(a)).toMatchObject({
        'current-context': 'kind-demo',
        clusters: [{ name: 'kind-demo' }],
      });
      expect(await readdir(folder)).toEqual(['a.yaml']);
    });

    it.each([
      ['other clusters', theirs('one', 'two', 'three'), '(one, two, three)'],
      ['another lab', 'lab', '(kind-other)'],
      ['a context alone', 'contexts: [{ name: mine }]', '(mine)'],
      ['something else', 'image: { tag: 1 }', 'is not a kubeconfig'],
      ['no YAML', '{{{', 'is not a valid kubeconfig'],
    ])('does not overwrite %s', async (_, text, why) => {
      if (text === 'lab') {
        await write(a, false, mark(OTHER, 'other'));
      } else {
        await writeFile(a, text);
      }
      const before = await readFile(a, 'utf8');
      await expect(write(a)).rejects.toThrow(why);
      expect(await readFile(a, 'utf8')).toBe(before);

      await symlink(a, b);
      await expect(write(b)).rejects.toThrow(why);
      expect(await readFile(a, 'utf8')).toBe(before);

      await write(b, true);
      expect((await lstat(b)).isSymbolicLink()).toBe(true);
      expect((await readYaml(a)).contexts).toMatchObject([
        { name: 'kind-demo' },
      ]);
    });

    it('refuses a device and a folder', async () => {
      await expect(write('/dev/null', true)).rejects.toThrow(
        'not an ordinary file',
      );
      expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
      await expect(write(folder, true)).rejects.toThrow('is a folder');
    });
  });
});
