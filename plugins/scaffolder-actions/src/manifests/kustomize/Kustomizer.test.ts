import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nameOf } from '../Manifest';
import { readManifests } from '../readManifests';

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['kustomize', '--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const describeWithKubectl = hasKubectl() ? describe : describe.skip;

describeWithKubectl('Kustomizer', () => {
  it('renders with a real kubectl', async () => {
    const workspace = await mkdtemp(join(tmpdir(), 'pyk8s-lab-test-'));
    const files = {
      'base/kustomization.yaml': 'resources: [a.yaml]',
      'base/a.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web } }',
      'preview/kustomization.yaml': `resources: [../base]
namespace: preview
namePrefix: my-
configMapGenerator:
  - name: settings
    files: [key=settings.txt]
    literals: [a=b]
generatorOptions: { disableNameSuffixHash: true }
`,
      'preview/settings.txt': 'hello',
      'all/kustomization.yaml': `resources: [../preview, own.yaml]
commonAnnotations: { a: "0400" }
patchesStrategicMerge:
  - a.patch.yaml
  - |
    apiVersion: v1
    kind: Service
    metadata: { name: own }
    spec: { externalName: b }
patches:
  - path: json.patch.yaml
    target: &own { kind: Service, name: own }
  - target: { <<: *own, version: v1 }
    patch: '- { op: add, path: /spec/clusterIP, value: None }'
configMapGenerator: [{ name: files, files: [a.txt], envs: [a.env] }]
images: [{ name: a, newTag: "1" }]
`,
      'all/own.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: own }\nspec: { type: ExternalName }',
      'all/a.patch.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: own, labels: { of: patch } }',
      'all/json.patch.yaml':
        '- { op: add, path: /metadata/labels/json, value: patch }',
      'all/a.txt': 'text',
      'all/a.env': 'FROM=env',
      'broken/kustomization.yaml': 'resources: [bad.yaml]',
      'broken/bad.yaml': 'a: b',
    };
    try {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(workspace, name)), { recursive: true });
        await writeFile(join(workspace, name), text);
      }
      const manifests = await readManifests(workspace, 'preview', {
        environment: process.env,
      });
      expect(manifests.map(nameOf)).toEqual([
        'ConfigMap preview/my-settings',
        'Service preview/my-web',
      ]);
      expect(manifests[0]).toMatchObject({ data: { key: 'hello', a: 'b' } });

      const all = await readManifests(workspace, 'all', {
        environment: process.env,
      });
      expect(all.map(nameOf)).toEqual([
        'ConfigMap preview/my-settings',
        expect.stringMatching(/^ConfigMap files-/),
        'Service preview/my-web',
        'Service own',
      ]);
      expect(all[1]).toMatchObject({ data: { 'a.txt': 'text', FROM: 'env' } });
      expect(all[3]).toMatchObject({
        metadata: {
          annotations: { a: '0400' },
          labels: { of: 'patch', json: 'patch' },
        },
        spec: { externalName: 'b', clusterIP: 'None' },
      });

      const { message } = await readManifests(workspace, 'broken', {
        environment: process.env,
      }).catch(error => error);
      expect(message).toMatch(/^broken cannot be rendered by .*bad\.yaml/);
      expect(message).not.toContain(tmpdir());
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  });
});
