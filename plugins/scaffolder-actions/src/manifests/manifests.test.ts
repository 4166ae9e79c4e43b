import { execFileSync } from 'node:child_process';
import {
  access,
  chmod,
  mkdir,
  mkdtemp,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inOrder } from './inOrder';
import { nameOf } from './Manifest';
import { parseManifests } from './parseManifests';
import { readManifests } from './readManifests';

const configMap = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${more} }\n`;

describe('parseManifests', () => {
  const names = (text: string) => parseManifests(text, 'x.yaml').map(nameOf);

  it('reads any number of documents, and what is in lists', () => {
    expect(
      names(`---
${configMap('a', ', namespace: b')}
---
# nothing
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Service, metadata: { name: c } }
  - { apiVersion: apps/v1, kind: Deployment, metadata: { name: d } }
`),
    ).toEqual(['ConfigMap b/a', 'Service c', 'Deployment d']);
    expect(
      names('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"j"}}'),
    ).toEqual(['Pod j']);
    expect(names('')).toEqual([]);
  });

  it.each([
    ['a: [', 'x.yaml is not valid YAML'],
    ['just text', 'x.yaml is not a Kubernetes object'],
    ['- a', 'x.yaml is not a Kubernetes object'],
    ['kind: Pod', 'x.yaml has no apiVersion'],
    ['apiVersion: ../../v1', 'x.yaml has no apiVersion'],
    ['apiVersion: v1', 'x.yaml has no kind'],
    ['{ apiVersion: v1, kind: ../Pod }', 'x.yaml has no kind'],
    ['{ apiVersion: v1, kind: Pod }', 'a Pod, has no metadata.name.'],
    [
      '{ apiVersion: v1, kind: Pod, metadata: { generateName: a- } }',
      'has no metadata.name: generateName cannot be applied a second time',
    ],
    [
      '{ apiVersion: v1, kind: Pod, metadata: { name: a, namespace: 1 } }',
      'Pod a, has an odd namespace',
    ],
    [
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization',
      'is a kustomization: give its folder as the path',
    ],
    [`${configMap('a')}---\nkind: Pod`, 'x.yaml, document 2 has no apiVersion'],
  ])('refuses %j', (text, why) => {
    expect(() => names(text)).toThrow(why);
  });

  it('quotes nothing of a text that it cannot read', () => {
    const secret = 'kind: Secret\nstringData: { password: "hunter2\n';
    expect(() => names(secret)).toThrow(/^(?!.*hunter2)/);
  });
});

describe('inOrder', () => {
  it('has what others need before them, and the rest as it was', () => {
    const kinds = [
      'ValidatingWebhookConfiguration',
      'Deployment',
      'Toy',
      'Service',
      'RoleBinding',
      'Role',
      'ServiceAccount',
      'CustomResourceDefinition',
      'Namespace',
      'Job',
    ];
    const manifests = kinds.map(kind => ({
      apiVersion: 'v1',
      kind,
      metadata: { name: 'a' },
    }));
    expect(inOrder(manifests).map(({ kind }) => kind)).toEqual([
      'Namespace',
      'CustomResourceDefinition',
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Service',
      'Deployment',
      'Toy',
      'Job',
      'ValidatingWebhookConfiguration',
    ]);
  });
});

describe('readManifests', () => {
  let base: string;
  let workspace: string;

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'pyk8s-lab-test-'));
    workspace = join(base, 'workspace');
    await mkdir(workspace);
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  const write = async (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      const file = join(workspace, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  };
  const read = async (
    path: string,
    environment: { PATH?: string } = process.env,
  ) => (await readManifests(workspace, path, { environment })).map(nameOf);

  it('reads a file, or a folder with all folders in it', async () => {
    await write({
      'm/b.yml': configMap('b'),
      'm/a.yaml': configMap('a'),
      'm/deep/er/c.json':
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}',
      'm/README.md': '# no manifest',
    });
    expect(await read('m')).toEqual([
      'ConfigMap a',
      'ConfigMap b',
      'ConfigMap c',
    ]);
    expect(await read('./m/b.yml')).toEqual(['ConfigMap b']);
  });

  it.each(['..', '../other', '/etc', 'm/../../other', 'link', 'm/link.yaml'])(
    'reads nothing outside of the workspace: %s',
    async path => {
      const other = join(base, 'other');
      await mkdir(other);
      await writeFile(join(other, 'a.yaml'), configMap('secret'));
      await write({ 'm/a.yaml': configMap('a') });
      await symlink(other, join(workspace, 'link'));
      await symlink(join(other, 'a.yaml'), join(workspace, 'm/link.yaml'));
      await expect(read(path)).rejects.toThrow('leads out of the workspace');
      await expect(read('m')).rejects.toThrow('leads out of the workspace');
    },
  );

  it('does not go round in links', async () => {
    await write({ 'm/a.yaml': configMap('a') });
    await symlink(join(workspace, 'm'), join(workspace, 'm/again'));
    expect(await read('m')).toEqual(['ConfigMap a']);
  });

  it('says so when there is nothing', async () => {
    await write({ 'm/README.md': 'x', 'empty.yaml': '# nothing' });
    await expect(read('m')).rejects.toThrow('nothing to apply in "m"');
    await expect(read('empty.yaml')).rejects.toThrow('nothing to apply');
    await expect(read('n')).rejects.toThrow('There is no "n" in the workspace');
  });

  it('reads as much as manifests are, and no more', async () => {
    await write({ 'm/large.yaml': `# ${'x'.repeat(2 ** 20)}` });
    await expect(read('m')).rejects.toThrow(
      'm/large.yaml has more than 1 MiB: divide it.',
    );
    const files = Array.from({ length: 11 }, (_, index) => [
      `n/${index}.yaml`,
      `# ${'x'.repeat(2 ** 20 - 10)}`,
    ]);
    await write(Object.fromEntries(files));
    await expect(read('n')).rejects.toThrow('more than 10 MiB together');
    const many = Array.from({ length: 5_001 }, (_, index) => [
      `o/${index}`,
      '',
    ]);
    await write(Object.fromEntries(many));
    await expect(read('o')).rejects.toThrow('more than 5000 files and folders');
  });

  it('ends with its signal', async () => {
    await write({ 'm/a.yaml': configMap('a') });
    const signal = AbortSignal.abort();
    await expect(
      readManifests(workspace, 'm', { environment: {}, signal }),
    ).rejects.toThrow('aborted');
  });

  it('waits for no pipe', async () => {
    await write({ 'm/a.yaml': configMap('a') });
    execFileSync('mkfifo', [join(workspace, 'm/b.yaml')]);
    await expect(read('m')).rejects.toThrow('m/b.yaml is not a regular file');
  });

  describe('of a kustomization', () => {
    /** A program that shows what it is run with. */
    const program = async (name: string, body: string) => {
      const bin = join(base, 'bin');
      await mkdir(bin, { recursive: true });
      await writeFile(join(bin, name), `#!/bin/sh\n${body}\n`);
      await chmod(join(bin, name), 0o755);
      return { PATH: `relative:${bin}` };
    };

    it('has it rendered, with no PATH and no network', async () => {
      await write({
        'k/kustomization.yaml': 'resources: [a.yaml, ../base]',
        'k/a.yaml': configMap('a'),
        'base/kustomization.yml': 'resources: [b.yaml]',
        'base/b.yaml': configMap('b'),
      });
      const environment = await program(
        'kubectl',
        `case "$PWD$2" in *${workspace}*) exit 3;; esac
cd "$2" || exit 4
PATH=/usr/bin:/bin
for file in kustomization.yaml ../k1/kustomization.yaml; do
  [ "$(stat -c %a "$file" "$PWD")" = "600
700" ] || exit 5
done
cat k0-f0.yaml; echo ---; cat ../k1/k1-f0.yaml
printf -- '---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: "%s"\\n' "$1 $# $HTTPS_PROXY" "copy $PWD" \\
  "$(tr -d '"' < kustomization.yaml)" "$(tr -d '"' < ../k1/kustomization.yaml)"`,
      );
      const names = await read('k', environment);
      const copy = names.find(name => name.startsWith('ConfigMap copy'));
      expect(names.filter(name => name !== copy)).toEqual([
        'ConfigMap a',
        'ConfigMap b',
        'ConfigMap kustomize 2 http://127.0.0.1:9',
        'ConfigMap {resources:[k0-f0.yaml,../k1]}',
        'ConfigMap {resources:[k1-f0.yaml]}',
      ]);
      // Nothing of it stays.
      const folder = copy?.split(' ')[2] ?? '';
      expect(folder).toMatch(/pyk8s-lab-kustomize-.*\/k0$/);
      await expect(access(dirname(folder))).rejects.toThrow('ENOENT');
    });

    it('tells what the program says', async () => {
      await write({ 'k/kustomization.yaml': 'namePrefix: a-' });
      const environment = await program(
        'kustomize',
        'echo noise >&2; echo "Error: kustomization.yaml is empty" >&2; exit 1',
      );
      await expect(read('k', environment)).rejects.toThrow(
        'k cannot be rendered by kustomize: kustomization.yaml is empty',
      );
    });

    it('says what to install where there is no program', async () => {
      await write({ 'k/kustomization.yaml': 'namePrefix: a-' });
      await expect(read('k', { PATH: '' })).rejects.toThrow(
        'needs kustomize, or kubectl, on the PATH of the portal’s backend',
      );
    });

    it.each([
      ['resources: [https://example.com/a.yaml]', 'which is elsewhere'],
      ['resources: [github.com/a/b?ref=main]', 'which is elsewhere'],
      ['resources: [git@github.com:a/b.git]', 'which is elsewhere'],
      ['resources: [github.com/a/b]', 'which is elsewhere'],
      ['resources: [a//b]', 'which is elsewhere'],
      ['bases: ["ssh://a/b"]', 'which is elsewhere'],
      ['components: [../../other]', 'leads out of the workspace'],
      ['resources: [/etc/passwd]', 'leads out of the workspace'],
      ['resources: [link]', '"k/link" is a link'],
      ['resources: [inner]', 'is a link, which a kustomization may not name'],
      ['resources: [inner/a.yaml]', '"k/inner" is a link'],
      ['resources: [far]', 'leads out of the workspace'],
      ['resources: [tricky]', '"deep/deep2/link" is a link'],
      ['resources: [deep]', 'which is elsewhere'],
      ['resources: [plain]', 'is not a kustomization'],
      ['resources: [7]', 'is not a path'],
      ['patches: [{ path: "http://a/b" }]', 'which is elsewhere'],
      ['patchesStrategicMerge: ["http://a/b"]', 'which is elsewhere'],
      ['openapi: { path: "http://a/b" }', 'which is elsewhere'],
      [
        'configMapGenerator: [{ name: a, files: ["key=../../secret"] }]',
        'leads out of the workspace',
      ],
      [
        'secretGenerator: [{ name: a, envs: ["https://a/b"] }]',
        'which is elsewhere',
      ],
      ['generators: [a.yaml]', 'uses "generators", which is not supported'],
      ['transformers: [a.yaml]', 'uses "transformers"'],
      ['helmCharts: [{ name: a }]', 'uses "helmCharts"'],
      ['constructor: a', 'uses "constructor"'],
      ['Resources: [a.yaml]', 'uses "Resources"'],
      [
        'configMapGenerator: [{ name: x, Files: ["k=http://127.0.0.1:1/"] }]',
        'uses "configMapGenerator.Files"',
      ],
      [
        'configMapGenerator:\n- { name: x, <<: { files: ["k=http://127.0.0.1:1/"] } }',
        'builds on "http://127.0.0.1:1/", which is elsewhere',
      ],
      [
        'x: &x { files: ["k=http://127.0.0.1:1/"] }\nconfigMapGenerator: [{ name: x, <<: *x }]',
        'uses "x"',
      ],
      ['<<: { resources: ["http://a/b"] }', 'which is elsewhere'],
      ['patches: [{ Path: http://localhost:1/ }]', 'uses "patches.Path"'],
      ['patches: [{ path: plain }]', 'which is not a file'],
      ['replacements: [{ Path: http://a/b }]', 'uses "replacements.Path"'],
      ['openapi: { PATH: http://a/b }', 'uses "openapi.PATH"'],
      [
        'secretGenerator: [{ name: a, ENVS: [http://a/b] }]',
        'uses "secretGenerator.ENVS"',
      ],
      ['buildMetadata: [originAnnotations]', 'only managedByLabel is'],
      ['resources: a.yaml', 'under "resources" that is not a list'],
      ['namespace: [a]', 'under "namespace" that is not text'],
      ['resources: [a.yaml]\nresources: []', 'has the key "resources" twice'],
      ['{}\n---\n{}', 'more than one document'],
      ['a: [', 'is not valid YAML'],
    ])('refuses %s before anything is run', async (text, why) => {
      await writeFile(join(base, 'secret'), 'secret');
      await mkdir(join(base, 'other'));
      await write({
        'k/kustomization.yaml': text,
        'k/deep/kustomization.yaml': 'resources: ["https://a/b"]',
        'k/plain/a.yaml': configMap('a'),
      });
      await write({
        'deep/deep2/a.yaml': configMap('a'),
        'k/far/kustomization.yaml': 'resources: [../../../other]',
        // Without the link, the way leads to a folder of the workspace.
        'other/kustomization.yaml': 'resources: [a.yaml]',
        'k/tricky/kustomization.yaml':
          'resources: [../../deep/deep2/link/a.yaml]',
      });
      await symlink('../../k', join(workspace, 'deep/deep2/link'));
      await symlink('plain', join(workspace, 'k/inner'));
      await symlink(join(base, 'secret'), join(workspace, 'k/link'));
      const environment = await program('kubectl', 'echo RAN >&2; exit 1');
      await expect(read('k', environment)).rejects.toThrow(why);
    });
  });
});
