import { InputError } from '@backstage/errors';

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
