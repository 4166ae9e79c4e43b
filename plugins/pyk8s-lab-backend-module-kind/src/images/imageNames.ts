/** A domain and a port, a repository and a tag, each of maximum length. */
const MAX_NAME = 700;
const MAX_REPOSITORY = 255;

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = new RegExp(
  `^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`,
);
/** Distinguishes a domain from the first part of a repository's path. */
const LIKE_DOMAIN = /[.:A-Z]|^localhost$/;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^\w[\w.-]{0,127}$/;

/**
 * True for a name that pods may use: complete, as containerd stores it, with a tag and
 * no digest (`docker.io/library/my-app:1.0`). The listing of a node is untrusted and
 * shown to users: names must follow the grammar of the distribution project.
 */
export function isImageName(name: string): boolean {
  if (name.length > MAX_NAME) {
    return false;
  }
  const slash = name.indexOf('/');
  const colon = name.lastIndexOf(':');
  const domain = name.slice(0, Math.max(0, slash));
  const repository = name.slice(slash + 1, Math.max(0, colon));
  return (
    LIKE_DOMAIN.test(domain) &&
    DOMAIN.test(domain) &&
    repository.length <= MAX_REPOSITORY &&
    REPOSITORY.test(repository) &&
    TAG.test(name.slice(colon + 1))
  );
}
