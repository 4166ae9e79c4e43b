import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** As long as the database's columns for entity refs. */
const MAX_REF_LENGTH = 255;
/** What the catalog takes as names, in lower case. */
const PERSON_OR_GROUP = /^(?:user|group):[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/;
const COMPONENT = /^component:[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/;

/**
 * An entity ref in full and in lower case, as it is stored.
 *
 * @param defaultKind - of a ref that says none
 * @returns undefined for what is no entity ref
 */
function entityRefInFull(
  text: string,
  defaultKind?: string,
): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(text, { defaultKind }));
  } catch {
    return undefined;
  }
}

/**
 * The entity ref of an owner as it is stored: in full and in lower case.
 * @throws InputError when it is no entity ref
 */
export function normalizeOwner(text: string): string {
  const ref = entityRefInFull(text);
  if (!ref || ref.length > MAX_REF_LENGTH || /\p{Cc}/u.test(ref)) {
    throw new InputError(
      `"${text.slice(
        0,
        80,
      )}" is not an owner: write an entity ref such as user:default/alice or group:default/team-a.`,
    );
  }
  return ref;
}

/**
 * Refuses what nobody can be: somebody who may give labs to others may mistype.
 * @throws InputError when it is no user and no group
 */
export function assertPersonOrGroup(ref: string): void {
  if (!PERSON_OR_GROUP.test(ref)) {
    throw new InputError(
      `${ref} cannot own labs: an owner is a user or a group, such as user:default/alice or group:default/team-a.`,
    );
  }
}

/** @throws InputError when a request names an owner that is no entity ref */
export function readOwner({ owner }: { owner?: string }): string | undefined {
  return owner === undefined ? undefined : normalizeOwner(owner);
}

/**
 * The entity ref of a component as it is stored: in full and in lower case.
 * @param text - as people write it; without a kind, a component is meant
 * @throws InputError when it is none, saying what to write
 */
export function normalizeComponent(text: string): string {
  const ref = entityRefInFull(text.trim(), 'component');
  if (!ref || ref.length > MAX_REF_LENGTH || !COMPONENT.test(ref)) {
    throw new InputError(
      `"${text.slice(
        0,
        80,
      )}" is not a component: write the entity ref of a component, such as component:default/checkout.`,
    );
  }
  return ref;
}

/**
 * The component that a request names.
 * @param text - empty or null for none
 * @throws InputError when it is something else
 */
export function readComponent(
  text: string | null | undefined,
): string | undefined {
  return text?.trim() ? normalizeComponent(text) : undefined;
}
