import { join } from 'node:path';
import type { Workspace } from '../Workspace';

/** The names that kustomize looks for. */
export const FILE_NAMES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
] as const;

/** The file that makes a folder a kustomization, if there is one. */
export async function findKustomization(
  workspace: Workspace,
  folder: string,
): Promise<string | undefined> {
  for (const name of FILE_NAMES) {
    if ((await workspace.kindOf(join(folder, name))) === 'file') {
      return name;
    }
  }
  return undefined;
}
