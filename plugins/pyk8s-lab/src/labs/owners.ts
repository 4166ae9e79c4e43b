import { parseEntityRef } from '@backstage/catalog-model';

/** Who the signed-in user is, as far as owning labs goes. */
export interface Caller {
  userEntityRef: string;
  /** The user and the user's groups. */
  ownershipEntityRefs: string[];
}

/**
 * An owner's name for people, such as `compilers (group)`, where the catalog
 * cannot be asked.
 *
 * @param ref - an entity ref
 */
export function describeOwner(ref: string): string {
  try {
    const { kind, namespace, name } = parseEntityRef(ref);
    const where = namespace === 'default' ? '' : `${namespace}/`;
    return `${where}${name} (${kind.toLowerCase()})`;
  } catch {
    return ref;
  }
}

/** The short form of an entity ref: its name. */
export function nameOfOwner(ref: string): string {
  try {
    return parseEntityRef(ref).name;
  } catch {
    return ref;
  }
}
