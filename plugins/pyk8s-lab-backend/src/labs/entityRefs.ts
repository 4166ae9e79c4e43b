import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** As long as the database's columns for entity refs. */
export const MAX_REF_LENGTH = 255;

/**
 * An entity ref in full and in lower case, as it is stored.
 *
 * @param defaultKind - of a ref that says none
 * @returns undefined for what is no entity ref
 */
export function entityRefInFull(
  text: string,
  defaultKind?: string,
): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(text, { defaultKind }));
  } catch {
    return undefined;
  }
}
