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

/** What a {@link LabCollatorFactory} works with. */
export interface LabCollatorFactoryOptions {
  /** Reads every lab. */
  readonly labs: Pick<LabApi, 'listLabs'>;
  readonly logger: LoggerService;
  /** Whether the portal has `permission.enabled`. */
  readonly permissionsEnabled: boolean;
}

/**
 * Gives the search every lab that is not DELETED, each with its id, by which the
 * search asks the permission policy whether somebody may find it.
 *
 * Where permissions are not enabled the search asks nobody, while labs are still for
 * their owners: then it is given no lab at all.
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

  /** @throws when a page could not be had, so that the index stays as it is */
  async *#documents(): AsyncGenerator<IndexableLabDocument> {
    if (this.#permissionsEnabled) {
      for await (const page of labPages(this.#labs, { orderBy: 'createdAt' })) {
        yield* page.map(toDocument);
      }
    }
    yield LABS_PAGE;
  }
}
