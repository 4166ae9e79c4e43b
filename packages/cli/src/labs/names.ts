import { randomInt } from 'node:crypto';

/** Without vowels and what looks alike, as in the names that Kubernetes generates. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 6;

/** A name with a random end, which no other job has: `ci` becomes `ci-x7k2mq`. */
export function generateName(prefix: string): string {
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => LETTERS[randomInt(LETTERS.length)],
  ).join('');
  return `${prefix}${prefix.endsWith('-') ? '' : '-'}${suffix}`;
}

/**
 * Whether an entity ref is what somebody typed for it: in full, without its kind,
 * or its name alone.
 */
export function isOwner(entityRef: string, typed: string): boolean {
  const ref = entityRef.toLowerCase();
  const text = typed.toLowerCase();
  const [, namespaced = ref] = /^[^:]+:(.+)$/.exec(ref) ?? [];
  return (
    text === ref ||
    text === namespaced ||
    `default/${text}` === namespaced ||
    // With its kind, but without its namespace.
    (text.includes(':') && text.replace(':', ':default/') === ref)
  );
}

/** An entity ref as short as it is clear: `alice`, `group:team-payments`. */
export function shortOwner(entityRef: string): string {
  return entityRef.replace(/^user:/, '').replace(/(^|:)default\//, '$1');
}
