import { InputError } from '@backstage/errors';
import type { Manifest } from './Manifest';
import { readYaml } from './yaml';

const NAMED = /^[^\s/]+(\/[^\s/]+)?$/;

/**
 * Reads the objects of a text in YAML or JSON. A `List` is what it lists.
 *
 * @param text - any number of documents
 * @param source - where it is from, for messages
 * @throws InputError when something in it is no object that can be applied
 */
export function parseManifests(text: string, source: string): Manifest[] {
  return readYaml(text, source).flatMap(({ value, where }) =>
    // An empty document, such as after a last "---".
    value === null || value === undefined ? [] : objectsIn(value, where),
  );
}

function objectsIn(value: unknown, where: string): Manifest[] {
  if (!isRecord(value)) {
    throw new InputError(`${where} is not a Kubernetes object.`);
  }
  const { apiVersion, kind, metadata, items } = value;
  if (typeof apiVersion !== 'string' || !NAMED.test(apiVersion)) {
    throw new InputError(`${where} has no apiVersion.`);
  }
  if (typeof kind !== 'string' || !/^[A-Za-z0-9]+$/.test(kind)) {
    throw new InputError(`${where} has no kind.`);
  }
  if (kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap((item, index) =>
      objectsIn(item, `${where}, item ${index + 1}`),
    );
  }
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) {
    throw new InputError(
      `${where} is a kustomization: give its folder as the path.`,
    );
  }
  if (!isRecord(metadata) || typeof metadata.name !== 'string') {
    const why =
      isRecord(metadata) && metadata.generateName
        ? ': generateName cannot be applied a second time'
        : '';
    throw new InputError(`${where}, a ${kind}, has no metadata.name${why}.`);
  }
  const { name, namespace } = metadata;
  if (namespace !== undefined && typeof namespace !== 'string') {
    throw new InputError(`${where}, ${kind} ${name}, has an odd namespace.`);
  }
  return [
    {
      ...value,
      apiVersion,
      kind,
      metadata: { ...metadata, name, ...(namespace && { namespace }) },
    },
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
