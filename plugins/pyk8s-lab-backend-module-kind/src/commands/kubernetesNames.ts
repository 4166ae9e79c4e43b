import { InputError } from '@backstage/errors';

/** Kubernetes' names are RFC 1123 labels, or several joined by dots. */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;
const SHOWN = 80;

const isLabel = (text: string) => text.length <= MAX_LABEL && LABEL.test(text);
const isSubdomain = (text: string) =>
  text.length <= MAX_SUBDOMAIN &&
  text.split('.').every(part => LABEL.test(part));

/**
 * Checks that a name is valid for a pod.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * @throws InputError when it is not
 */
export function assertPodNames(names: {
  namespace: string;
  pod: string;
  container?: string;
}): void {
  const { namespace, pod, container } = names;
  assertName('namespace', namespace, isLabel(namespace));
  assertName('pod', pod, isSubdomain(pod));
  if (container !== undefined) {
    assertName('container', container, isLabel(container));
  }
}

function assertName(what: string, name: string, isGood: boolean): void {
  if (!isGood) {
    throw new InputError(
      `"${name.slice(
        0,
        SHOWN,
      )}" can be no ${what}: names have small letters, digits and dashes.`,
    );
  }
}
