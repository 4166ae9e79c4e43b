import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isChildPath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { parseDocument } from 'yaml';
import type {
  CatalogProcessor,
  LocationSpec,
} from '@backstage/plugin-catalog-node';

/** The path at which the portal's backend serves an API. */
const SERVED_AT_ANNOTATION = 'pyk8s-lab.io/served-at';

/**
 * Reads `definition: { $text: ./file }` of an API whose catalog file is on disk.
 * The catalog itself resolves such a reference only against a URL, so that the
 * same catalog file would fail in a clone and work once it is published.
 */
export class ApiDefinitionFileProcessor implements CatalogProcessor {
  readonly #backendUrl: string;

  /** @param options - backendUrl: where the portal's backend is reached */
  constructor(options: { backendUrl: string }) {
    this.#backendUrl = options.backendUrl.replace(/\/$/, '');
  }

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
    const definition = this.#served(await readFile(file, 'utf8'), entity);
    return { ...entity, spec: { ...entity.spec, definition } };
  }

  /** The OpenAPI file of an API of the backend, with the server that it is called at. */
  #served(definition: string, { metadata }: Entity): string {
    const servedAt = metadata.annotations?.[SERVED_AT_ANNOTATION];
    if (!servedAt) {
      return definition;
    }
    const document = parseDocument(definition);
    document.set('servers', [{ url: `${this.#backendUrl}${servedAt}` }]);
    return document.toString();
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
