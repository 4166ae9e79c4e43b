import { InputError } from '@backstage/errors';
import { entityRefInFull, MAX_REF_LENGTH } from './entityRefs';

/** What the catalog takes as names, in lower case. */
const COMPONENT = /^component:[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/;

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
