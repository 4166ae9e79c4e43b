import { InputError } from '@backstage/errors';
import { shown } from './messages';

const DEFAULT_DOMAIN = 'docker.io';
/** What Docker Hub was called first. */
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL = 'library/';
const DEFAULT_TAG = 'latest';
const MAX_REPOSITORY = 255;
/** A domain and a port, a repository and a tag, each as long as it may be. */
const MAX_NAME = 700;

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = new RegExp(
  `^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`,
);
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/;
const IDENTIFIER = /^[a-f0-9]{64}$/;

/**
 * The name of an image in full, as containerd keeps it: `my-app` is
 * `docker.io/library/my-app:latest`. Names are read by the grammar of the
 * distribution project, which Docker, containerd and the kubelet share.
 *
 * @throws InputError when that is not an image name with a tag
 */
export function parseImageName(text: string): string {
  if (text.length > MAX_NAME) {
    throw notAName(text, 'it is too long');
  }
  if (text.includes('@')) {
    throw notAName(
      text,
      'it names a digest; an imported image needs a tag, such as my-app:1.0',
    );
  }
  if (IDENTIFIER.test(text)) {
    throw notAName(text, 'it is an identifier; give the image a name');
  }
  const [domain, rest] = splitDomain(text);
  const [repository, tag = DEFAULT_TAG] = splitTag(rest);
  if (!DOMAIN.test(domain)) {
    throw notAName(text, `${shown(domain)} is not a registry name`);
  }
  if (repository.length > MAX_REPOSITORY) {
    throw notAName(text, 'it is too long');
  }
  if (!REPOSITORY.test(repository)) {
    throw notAName(
      text,
      'it has lower-case letters, digits and single separators, such as team/my-app:1.0',
    );
  }
  if (!TAG.test(tag)) {
    throw notAName(
      text,
      'its tag has at most 128 letters, digits, dots, dashes and underscores',
    );
  }
  return `${domain}/${repository}:${tag}`;
}

/** The part before the first slash is a registry only if it looks like one. */
function splitDomain(name: string): [domain: string, rest: string] {
  const slash = name.indexOf('/');
  if (slash === -1) {
    return [DEFAULT_DOMAIN, `${OFFICIAL}${name}`];
  }
  const first = name.slice(0, slash);
  const rest = name.slice(slash + 1);
  const isDomain =
    first === 'localhost' ||
    /[.:]/.test(first) ||
    first.toLowerCase() !== first;
  const [domain, remote] = isDomain
    ? [first === LEGACY_DOMAIN ? DEFAULT_DOMAIN : first, rest]
    : [DEFAULT_DOMAIN, name];
  return domain === DEFAULT_DOMAIN && !remote.includes('/')
    ? [domain, `${OFFICIAL}${remote}`]
    : [domain, remote];
}

function splitTag(name: string): [repository: string, tag?: string] {
  const colon = name.indexOf(':');
  return colon === -1 ? [name] : [name.slice(0, colon), name.slice(colon + 1)];
}

function notAName(text: string, why: string): InputError {
  return new InputError(`"${shown(text)}" is not an image name: ${why}.`);
}
