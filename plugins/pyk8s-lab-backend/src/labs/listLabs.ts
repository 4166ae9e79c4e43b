import { InputError } from '@backstage/errors';
import type {
  LabList,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import type { LabStore } from '../database';
import { normalizeComponent, normalizeOwner } from './entityRefs';
import type { LabViews } from './LabViews';

/** Which labs a caller wants listed. */
export interface ListLabsRequest {
  readonly owners?: readonly string[];
  readonly statuses?: readonly LabStatus[];
  readonly provider?: string;
  /** Entity refs of components, as people write them. */
  readonly components?: readonly string[];
  readonly text?: string;
  readonly orderBy?: {
    readonly field: 'createdAt' | 'name' | 'status' | 'expiresAt';
    readonly descending: boolean;
  };
  readonly limit: number;
  readonly cursor?: string;
}

/** One page of the labs that a caller may read. @throws InputError */
export async function listLabs(
  request: ListLabsRequest,
  { rights }: LabCaller,
  { store, views }: { readonly store: LabStore; readonly views: LabViews },
): Promise<LabList> {
  const offset = readCursor(request.cursor);
  const { items, total } = await store.list({
    readable: rights?.readable,
    owners: request.owners?.map(normalizeOwner),
    statuses: request.statuses,
    provider: request.provider,
    components: request.components?.map(normalizeComponent),
    text: request.text,
    orderBy: request.orderBy ?? { field: 'createdAt', descending: true },
    limit: request.limit,
    offset,
  });
  const next = offset + items.length;
  return {
    items: await views.all(items),
    totalItems: total,
    pageInfo: next < total ? { nextCursor: String(next) } : {},
  };
}

/** @throws InputError when it is none that a page has given */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) {
    return 0;
  }
  if (!/^\d{1,15}$/.test(cursor)) {
    throw new InputError(
      'cursor must be the pageInfo.nextCursor of the page before.',
    );
  }
  return Number(cursor);
}
