import { Readable } from 'node:stream';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DocumentCollatorFactory } from '@backstage/plugin-search-common';
import {
  LAB_DOCUMENT_TYPE,
  labPages,
  labReadPermission,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { LABS_PAGE, toDocument, type IndexableLabDocument } from './toDocument';

/** The dependencies of a {@link LabCollatorFactory}. */
export interface LabCollatorFactoryOptions {
  /** Reads every lab. */
  readonly labs: Pick<LabApi, 'listLabs'>;
  readonly logger: LoggerService;
  /** Whether the portal has `permission.enabled`. */
  readonly permissionsEnabled: boolean;
}

/**
 * Returns every lab that is not DELETED, each with its id for the permission check of
 * the search.
 *
 * Without the permission framework the search would show all labs to everybody, while
 * labs stay private to their owners: then no lab is indexed.
 */
export class LabCollatorFactory implements DocumentCollatorFactory {
  readonly type = LAB_DOCUMENT_TYPE;
  readonly visibilityPermission = labReadPermission;
  readonly #labs: Pick<LabApi, 'listLabs'>;
  readonly #permissionsEnabled: boolean;

  static create(options: LabCollatorFactoryOptions): LabCollatorFactory {
    return new LabCollatorFactory(options);
  }

  private constructor(options: LabCollatorFactoryOptions) {
    this.#labs = options.labs;
    this.#permissionsEnabled = options.permissionsEnabled;
    if (!options.permissionsEnabled) {
      options.logger.warn(
        'Labs cannot be searched for: without permissions the search would show them to everybody. Set permission.enabled to true to have them in it.',
      );
    }
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  /** @throws when a page fails, so that the index is not replaced */
  async *#documents(): AsyncGenerator<IndexableLabDocument> {
    if (this.#permissionsEnabled) {
      for await (const page of labPages(this.#labs, { orderBy: 'createdAt' })) {
        yield* page.map(toDocument);
      }
    }
    yield LABS_PAGE;
  }
}
