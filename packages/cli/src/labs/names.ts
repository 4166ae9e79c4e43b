import { randomInt } from 'node:crypto';

/** Without vowels and ambiguous characters, as in generated names of Kubernetes. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 6;

/** A name with a random suffix, unique to a job: `ci` becomes `ci-x7k2mq`. */
export function generateName(prefix: string): string {
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => LETTERS[randomInt(LETTERS.length)],
  ).join('');
  return `${prefix}${prefix.endsWith('-') ? '' : '-'}${suffix}`;
}

/**
 * Whether an entity ref matches what the user typed: the full ref, without its kind, or
 * only its name.
 */
export function isOwner(entityRef: string, typed: string): boolean {
  const ref = entityRef.toLowerCase();
  const text = typed.toLowerCase();
  const [, namespaced = ref] = /^[^:]+:(.+)$/.exec(ref) ?? [];
  return (
    text === ref ||
    text === namespaced ||
    `default/${text}` === namespaced ||
    // With the kind, without the namespace.
    (text.includes(':') && text.replace(':', ':default/') === ref)
  );
}

/** The shortest unambiguous form of an entity ref: `alice`, `group:team-payments`. */
export function shortOwner(entityRef: string): string {
  return entityRef.replace(/^user:/, '').replace(/(^|:)default\//, '$1');
}
