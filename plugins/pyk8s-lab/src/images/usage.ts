/** Longer names are none of a label, which deployments name their pods with. */
const MAX_NAME = 63;

/**
 * A command that runs an image from its own copy in the nodes. Kubernetes asks
 * a registry again for what is called `latest`, unless it is told not to.
 *
 * @param image - a name of the image
 */
export function commandFor(image: string): string {
  const { repository, tag } = partsOf(image);
  const app = appNameOf(repository);
  return tag === 'latest'
    ? `kubectl run ${app} --image=${image} --image-pull-policy=IfNotPresent`
    : `kubectl create deployment ${app} --image=${image}`;
}

function partsOf(image: string): { repository: string; tag?: string } {
  const [name, digest] = image.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  if (colon >= 0) {
    return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
  }
  return { repository: name, tag: digest ? undefined : 'latest' };
}

/** A name that Kubernetes takes (RFC 1123), from the last part of a repository. */
function appNameOf(repository: string): string {
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return (
    last
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, MAX_NAME)
      .replace(/^-|-$/g, '') || 'app'
  );
}
