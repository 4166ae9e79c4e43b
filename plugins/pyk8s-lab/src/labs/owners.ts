import { parseEntityRef } from '@backstage/catalog-model';
import type { Translate } from '../translation';

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
export function describeOwner(t: Translate, ref: string): string {
  try {
    const { kind, namespace, name: shortName } = parseEntityRef(ref);
    const name =
      namespace === 'default' ? shortName : `${namespace}/${shortName}`;
    switch (kind.toLowerCase()) {
      case 'user':
        return t('owners.user', { name });
      case 'group':
        return t('owners.group', { name });
      default:
        return t('owners.otherKind', { name, kind: kind.toLowerCase() });
    }
  } catch {
    return ref;
  }
}

/**
 * The entity ref of a user or group, as the API writes it.
 *
 * @returns undefined when the text is none
 */
export function normalizeOwner(text: string): string | undefined {
  const ref = text.trim().toLowerCase();
  return /^(user|group):/.test(ref) ? ownersNamed(ref)?.[0] : undefined;
}

/** Says what is wrong with a new owner that was typed. */
export function explainOwner(
  t: Translate,
  text: string,
  currentOwner: string,
): string | undefined {
  const ref = normalizeOwner(text);
  if (!ref) {
    return t('owners.malformed');
  }
  return ref === currentOwner ? t('owners.unchanged') : undefined;
}

const OWNER =
  /^(?:(?<kind>[a-z]+):)?(?:(?<namespace>[a-z0-9._-]+)\/)?(?<name>[a-z0-9._-]+)$/;

/**
 * The entity refs that a person means by an owner: a whole ref, or the name of a
 * user or group.
 *
 * @returns undefined when the text is no name and no ref
 */
export function ownersNamed(text: string): string[] | undefined {
  const { kind, namespace, name } =
    OWNER.exec(text.trim().toLowerCase())?.groups ?? {};
  if (!name) {
    return undefined;
  }
  return (kind ? [kind] : ['user', 'group']).map(
    owner => `${owner}:${namespace ?? 'default'}/${name}`,
  );
}

/** The short form of an entity ref: its name. */
export function nameOfOwner(ref: string): string {
  try {
    return parseEntityRef(ref).name;
  } catch {
    return ref;
  }
}
