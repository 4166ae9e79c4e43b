/**
 * The maximum length of a lab's name: that of an RFC 1123 label.
 * @public
 */
export const LAB_NAME_MAX_LENGTH = 63;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Why a name for a lab is invalid.
 * @public
 */
export type LabNameProblem = 'missing' | 'tooLong' | 'malformed';

/**
 * Validates a name for a lab. It must be a lowercase RFC 1123 label, as for names in
 * Kubernetes.
 *
 * @param name - the user's input
 * @returns undefined for a valid name
 * @public
 */
export function labNameProblemOf(name: string): LabNameProblem | undefined {
  if (name.length === 0) {
    return 'missing';
  }
  if (name.length > LAB_NAME_MAX_LENGTH) {
    return 'tooLong';
  }
  return LABEL.test(name) ? undefined : 'malformed';
}

/**
 * Explains in English why a name for a lab is invalid. For other languages, use {@link
 * labNameProblemOf}.
 *
 * @param name - the user's input
 * @returns a sentence for people, or undefined for a valid name
 * @public
 */
export function explainLabName(name: string): string | undefined {
  switch (labNameProblemOf(name)) {
    case 'missing':
      return 'A lab needs a name, such as "demo".';
    case 'tooLong':
      return `A name has at most ${LAB_NAME_MAX_LENGTH} characters; this one has ${name.length}.`;
    case 'malformed':
      return 'A name has only lower-case letters (a-z), digits and "-", and begins and ends with a letter or digit.';
    default:
      return undefined;
  }
}
