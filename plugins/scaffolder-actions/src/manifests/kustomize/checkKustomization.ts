import { dirname, join, resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import type { Workspace } from '../Workspace';

/** The names that kustomize looks for. */
const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Fields that name files or folders, each in its own way. */
const PATH_FIELDS: Readonly<Record<string, (value: unknown) => unknown[]>> = {
  resources: list,
  bases: list,
  components: list,
  crds: list,
  configurations: list,
  // Either a file or the patch itself.
  patchesStrategicMerge: value => list(value).filter(isOneLine),
  patches: value => list(value).map(item => field(item, 'path')),
  patchesJson6902: value => list(value).map(item => field(item, 'path')),
  replacements: value => list(value).map(item => field(item, 'path')),
  openapi: value => [field(value, 'path')],
  configMapGenerator: value => list(value).flatMap(generatorFiles),
  secretGenerator: value => list(value).flatMap(generatorFiles),
};

/** Fields that are all said in place. */
const PLAIN_FIELDS = [
  'apiVersion',
  'kind',
  'metadata',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'commonAnnotations',
  'labels',
  'images',
  'replicas',
  'vars',
  'generatorOptions',
  'buildMetadata',
  'sortOptions',
];

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

/**
 * Sees that a kustomization, with all that it builds on, reads files of the
 * workspace only: kustomize itself would fetch what is named by a URL, and would
 * run programs for generators, transformers and charts.
 *
 * @throws InputError when it does not
 */
export async function checkKustomization(
  workspace: Workspace,
  folder: string,
  seen = new Set<string>(),
): Promise<void> {
  if (seen.has(folder)) {
    return;
  }
  seen.add(folder);
  const name = await findKustomization(workspace, folder);
  if (!name) {
    throw new InputError(
      `${workspace.nameOf(folder)} is no kustomization: it has no ${
        FILE_NAMES[0]
      }.`,
    );
  }
  const file = join(folder, name);
  const where = workspace.nameOf(file);
  const content = readContent(await workspace.read(file), where);
  for (const [key, value] of Object.entries(content)) {
    const pathsOf = Object.hasOwn(PATH_FIELDS, key)
      ? PATH_FIELDS[key]
      : undefined;
    if (!pathsOf && !PLAIN_FIELDS.includes(key)) {
      throw new InputError(
        `${where} uses "${key}", which is not supported here: render it before, and apply the result.`,
      );
    }
    for (const path of pathsOf?.(value) ?? []) {
      if (path !== undefined) {
        await checkPath(workspace, { file, where, key, path, seen });
      }
    }
  }
}

async function checkPath(
  workspace: Workspace,
  named: {
    file: string;
    where: string;
    key: string;
    path: unknown;
    seen: Set<string>;
  },
): Promise<void> {
  const { file, where, key, path, seen } = named;
  if (typeof path !== 'string' || path.includes('\0')) {
    throw new InputError(
      `${where} has something under "${key}" that is no path.`,
    );
  }
  if (isRemote(path)) {
    throw new InputError(
      `${where} builds on "${path.slice(
        0,
        100,
      )}", which is elsewhere: fetch it into the workspace first, with fetch:plain, and name it there.`,
    );
  }
  const target = workspace.resolve(resolve(dirname(file), path));
  const kind = await workspace.kindOf(target);
  if (!kind) {
    throw new InputError(
      `${where} names "${path.slice(0, 100)}", which is not there.`,
    );
  }
  if (kind === 'folder') {
    await checkKustomization(workspace, target, seen);
  }
}

/** Whatever kustomize could take for a URL or a repository. */
function isRemote(path: string): boolean {
  return /:\/\/|^[\w.-]+@|::|^git:|\?/.test(path) || /^https?:/i.test(path);
}

function readContent(text: string, where: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    throw new InputError(`${where} is no YAML.`);
  }
  if (typeof content !== 'object' || content === null) {
    throw new InputError(`${where} is empty.`);
  }
  return content as Record<string, unknown>;
}

function generatorFiles(item: unknown): unknown[] {
  const files = list(field(item, 'files')).map(entry =>
    // What comes before "=" is the key that the file gets.
    typeof entry === 'string' ? entry.slice(entry.indexOf('=') + 1) : entry,
  );
  return [...files, ...list(field(item, 'envs')), field(item, 'env')];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value)
    ? value
    : [value].filter(one => one !== undefined && one !== null);
}

function field(value: unknown, name: string): unknown {
  const found =
    typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[name]
      : undefined;
  return found ?? undefined;
}

function isOneLine(value: unknown): boolean {
  return typeof value !== 'string' || !value.trim().includes('\n');
}
