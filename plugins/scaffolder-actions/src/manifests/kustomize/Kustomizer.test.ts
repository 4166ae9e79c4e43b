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
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  });
});
