/**
 * The most characters of a lab's name: what RFC 1123 allows a label.
 * @public
 */
export const LAB_NAME_MAX_LENGTH = 63;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * What can be wrong with a name for a lab.
 * @public
 */
export type LabNameProblem = 'missing' | 'tooLong' | 'malformed';

/**
 * Finds what is wrong with a name for a lab. It must be a lower-case RFC 1123
 * label, as Kubernetes takes it for names.
 *
 * @param name - what the user typed
 * @returns undefined when the name is fine
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
 * Says in English what is wrong with a name for a lab. Where there are other
 * languages, {@link labNameProblemOf} tells what to say.
 *
 * @param name - what the user typed
 * @returns a sentence for people, or undefined when the name is fine
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
