import type { Lab } from '../schema/openapi/generated/models';
import type { LabApi } from './LabApi';
import type { LabListQuery } from './queries';

/** The largest page of the API. */
const PAGE_SIZE = 200;

/**
 * All labs of a list, page by page. Labs that are created or deleted meanwhile shift
 * others between pages, so that one may be missed or appear twice.
 *
 * @throws the error of `listLabs` when a page fails
 * @public
 */
export async function* labPages(
  labs: Pick<LabApi, 'listLabs'>,
  query: Omit<LabListQuery, 'limit' | 'cursor'> = {},
): AsyncGenerator<Lab[]> {
  let cursor: string | undefined;
  do {
    const page = await labs.listLabs({ ...query, limit: PAGE_SIZE, cursor });
    yield page.items;
    cursor = page.pageInfo.nextCursor;
  } while (cursor !== undefined);
}
