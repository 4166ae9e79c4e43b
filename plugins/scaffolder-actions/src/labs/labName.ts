import { InputError } from '@backstage/errors';
import { explainLabName } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** Enough to keep the names of one user's tasks apart. */
const SUFFIX_LENGTH = 6;
/** Generated names stay short, because tables and contexts show them. */
const STEM_LENGTH = 32;

/**
 * The name of a lab: the given one, or one that is generated from its purpose.
 *
 * @param from - sources of a generated name, in order of preference
 * @param key - hexadecimal digits that are the same in every retry
 * @throws InputError when a given name is not an RFC 1123 label
 */
export function labNameFor(
  given: string | undefined,
  from: readonly (string | undefined)[],
  key: string,
): string {
  if (given) {
    const wrong = explainLabName(given);
    if (wrong) {
      throw new InputError(wrong);
    }
    return given;
  }
  const stem =
    from.map(text => slug(text ?? '', STEM_LENGTH)).find(text => text !== '') ??
    'lab';
  return `${stem}-${key.slice(0, SUFFIX_LENGTH)}`;
}

function slug(text: string, length: number): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, length)
    .replace(/-$/, '');
}
