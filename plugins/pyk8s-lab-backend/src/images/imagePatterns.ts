import { InputError } from '@backstage/errors';

/** What names of images have, and a star. */
const PATTERN = /^[a-zA-Z0-9*][a-zA-Z0-9*._:/-]*$/;
const ANYTHING = '*';

/** Names of images that are meant together. */
export interface ImagePattern {
  /** As it was written. */
  readonly text: string;
  /** In full, with its registry; a `*` stands for anything. */
  readonly repository: string;
  /** A `*` stands for anything. */
  readonly tag: string;
}

/**
 * Reads a pattern in the way that Docker reads names: `app:*` is the image `app` of
 * Docker Hub, whatever its tag, and never a registry `app` with a port.
 *
 * @param text - the name of an image, in which `*` stands for anything
 * @throws InputError when it is none
 */
export function parseImagePattern(text: string): ImagePattern {
  if (!PATTERN.test(text)) {
    throw new InputError(
      'must be the name of an image, in which * stands for anything, such as registry.example.com/team/*',
    );
  }
  const { repository, tag } = split(text);
  return {
    text,
    repository: inFull(repository),
    // What ends in a star means all that begins so, with its tags.
    tag: tag ?? (repository.endsWith(ANYTHING) ? ANYTHING : 'latest'),
  };
}

/**
 * Whether a pattern means an image.
 * @param name - in full, such as `docker.io/library/app:1.0`
 */
export function isMeant(pattern: ImagePattern, name: string): boolean {
  const { repository, tag } = split(name);
  return (
    matches(pattern.repository, repository) && matches(pattern.tag, tag ?? '')
  );
}

/** A colon after the last slash is before a tag; one before it, before a port. */
function split(name: string): { repository: string; tag: string | undefined } {
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon < 0
    ? { repository: name, tag: undefined }
    : { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** As Docker does: what is no registry is of Docker Hub. */
function inFull(repository: string): string {
  const slash = repository.indexOf('/');
  const first = slash < 0 ? '' : repository.slice(0, slash);
  if (repository === ANYTHING || /[.:*]/.test(first) || first === 'localhost') {
    return repository;
  }
  return slash < 0
    ? `docker.io/library/${repository}`
    : `docker.io/${repository}`;
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern
    .split(ANYTHING)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
