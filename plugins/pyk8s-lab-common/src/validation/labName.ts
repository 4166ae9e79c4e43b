/**
 * The most characters of a lab's name: what RFC 1123 allows a label.
 * @public
 */
export const LAB_NAME_MAX_LENGTH = 63;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Says what is wrong with a name for a lab, or nothing when it is a lower-case
 * RFC 1123 label, as Kubernetes takes it for names.
 *
 * @param name - what the user typed
 * @returns a sentence for people, or undefined when the name is fine
 * @public
 */
export function explainLabName(name: string): string | undefined {
  if (name.length === 0) {
    return 'A lab needs a name, such as "demo".';
  }
  if (name.length > LAB_NAME_MAX_LENGTH) {
    return `A name has at most ${LAB_NAME_MAX_LENGTH} characters; this one has ${name.length}.`;
  }
  if (!LABEL.test(name)) {
    return 'A name has only lower-case letters (a-z), digits and "-", and begins and ends with a letter or digit.';
  }
  return undefined;
}
