import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isChildPath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type {
  CatalogProcessor,
  LocationSpec,
} from '@backstage/plugin-catalog-node';

/**
 * Reads `definition: { $text: ./file }` of an API whose catalog file is on disk.
 * The catalog itself resolves such a reference only against a URL, so that the
 * same catalog file would fail in a clone and work once it is published.
 */
export class ApiDefinitionFileProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'ApiDefinitionFileProcessor';
  }

  /** Before the catalog's own processor of placeholders, which has 20. */
  getPriority(): number {
    return 10;
  }

  /**
   * @throws InputError when the file is not in the catalog file's folder or below
   */
  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
  ): Promise<Entity> {
    const reference = readReference(entity);
    if (location.type !== 'file' || reference === undefined) {
      return entity;
    }
    const folder = path.dirname(location.target);
    const file = path.resolve(folder, reference);
    if (!isChildPath(folder, file)) {
      throw new InputError(
        `The definition ${reference} is outside the folder of ${location.target}: move it there, or below.`,
      );
    }
    const definition = await readFile(file, 'utf8');
    return { ...entity, spec: { ...entity.spec, definition } };
  }
}

/** The relative path of the definition, where the entity is an API that has one. */
function readReference(entity: Entity): string | undefined {
  const definition = entity.kind === 'API' && entity.spec?.definition;
  if (
    !definition ||
    typeof definition !== 'object' ||
    Array.isArray(definition)
  ) {
    return undefined;
  }
  const { $text } = definition;
  return typeof $text === 'string' && /^\.\.?\//.test($text)
    ? $text
    : undefined;
}
