import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import { inOrder } from './inOrder';
import {
  findKustomization,
  Kustomizer,
  type KustomizeOptions,
} from './kustomize';
import type { Manifest } from './Manifest';
import { parseManifests } from './parseManifests';
import { Workspace } from './Workspace';

/** An API server takes 1.5 MiB at most, in JSON. */
const MAX_OBJECT_LENGTH = 2 * 2 ** 20;

/**
 * The objects that a path of the workspace holds: a file, a folder with all
 * folders in it, or a kustomization.
 *
 * @throws InputError when there are none, or some cannot be read
 */
export async function readManifests(
  workspacePath: string,
  path: string,
  options: KustomizeOptions,
): Promise<Manifest[]> {
  const workspace = Workspace.at(workspacePath);
  const kind = await workspace.kindOf(path);
  if (!kind) {
    throw new InputError(
      `There is no "${path}" in the workspace: fetch it there first, such as with fetch:template.`,
    );
  }
  const manifests = inOrder(
    kind === 'file'
      ? parseManifests(await workspace.read(path), path)
      : await readFolder(workspace, path, options),
  );
  if (manifests.length === 0) {
    throw new InputError(
      `There is nothing to apply in "${path}": manifests are in files that end with .yaml, .yml or .json.`,
    );
  }
  return manifests;
}

async function readFolder(
  workspace: Workspace,
  path: string,
  options: KustomizeOptions,
): Promise<Manifest[]> {
  const folder = workspace.resolve(path);
  const kustomization = await findKustomization(workspace, folder);
  if (kustomization) {
    const rendered = await Kustomizer.create(options).render(workspace, folder);
    return parseRendered(rendered, join(path, kustomization), options.signal);
  }
  const manifests: Manifest[] = [];
  for (const file of await workspace.manifestsIn(folder, options.signal)) {
    options.signal?.throwIfAborted();
    const text = await workspace.read(file);
    manifests.push(...parseManifests(text, workspace.nameOf(file)));
  }
  return manifests;
}

/** One object after the other, and everything else of the backend in between. */
async function parseRendered(
  rendered: string,
  source: string,
  signal: AbortSignal | undefined,
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  // In YAML no line of a value can begin with this.
  for (const text of rendered.split(/^---$/m)) {
    await setImmediate();
    signal?.throwIfAborted();
    if (text.length > MAX_OBJECT_LENGTH) {
      throw new InputError(
        `An object of ${source} is larger than any API server takes.`,
      );
    }
    manifests.push(...parseManifests(text, source));
  }
  return manifests;
}
