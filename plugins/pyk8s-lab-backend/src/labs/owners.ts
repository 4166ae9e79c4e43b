import { InputError } from '@backstage/errors';
import { entityRefInFull, MAX_REF_LENGTH } from './entityRefs';

/** What the catalog takes as names, in lower case. */
const PERSON_OR_GROUP = /^(?:user|group):[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/;

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
