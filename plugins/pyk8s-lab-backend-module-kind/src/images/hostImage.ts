import type { Readable } from 'node:stream';
import { InputError, NotFoundError } from '@backstage/errors';
import { isImageReference } from '../config/syntax';
import type { DockerHost } from '../docker/DockerHost';

/** Implements ImageCapability.hostImage. */
export async function hostImage(
  docker: DockerHost,
  image: string,
  options: { signal: AbortSignal },
): Promise<Readable> {
  // The name is part of a path of Docker's API.
  if (!isImageReference(image)) {
    throw new InputError(
      'This is not an image name; one is written as registry.example.com/team/my-app:1.0.',
    );
  }
  const archive = await docker.saveImage(withTag(image), options);
  if (!archive) {
    throw new NotFoundError(
      `The lab host has no image ${image}: pull it there first, or send it as an archive.`,
    );
  }
  return archive;
}

/** Without a tag Docker would export all images of the repository. */
function withTag(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return /[:@]/.test(last) ? image : `${image}:latest`;
}
