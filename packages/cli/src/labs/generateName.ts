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
