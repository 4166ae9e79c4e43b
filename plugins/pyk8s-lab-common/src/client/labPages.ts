import type { Lab } from '../schema/openapi/generated/models';
import type { LabApi, LabListQuery } from './LabApi';

/** As many as the API gives at once. */
const PAGE_SIZE = 200;

/**
 * Every lab of a list, page after page. Labs that come or go meanwhile move others to
 * the pages before or behind, so that one may be missed or come twice.
 *
 * @throws what `listLabs` throws, when a page could not be had
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
