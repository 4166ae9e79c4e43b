import { InputError } from '@backstage/errors';
import type { ArchiveContent } from './ArchiveContent';
import type { Descriptor } from './descriptors';
import type { NamedImage } from './FoundImage';
import { parseImageName } from './imageName';
import { asText } from './json';
import { LayoutReader } from './LayoutReader';
import type { Platform } from './platform';
import { damaged, SEND_INSTEAD, shown } from './messages';

/** In full, as containerd, nerdctl and Docker write it. */
const IMAGE_NAME = 'io.containerd.image.name';
/** As OCI has it, where many write only a tag. */
const REF_NAME = 'org.opencontainers.image.ref.name';

/**
 * The images of an OCI layout.
 * @throws InputError
 */
export function resolveLayout(
  content: ArchiveContent,
  platform: Platform,
): NamedImage[] {
  const index = content.file('index.json');
  if (!index) {
    throw content.missing('index.json', damaged('its index.json is missing'));
  }
  const reader = new LayoutReader(content, platform);
  const otherTypes: string[] = [];
  const named = reader.index(index).flatMap(descriptor => {
    const { images, others } = reader.find(descriptor);
    otherTypes.push(...others);
    const name = nameOf(descriptor);
    if (images.length > 0) {
      return [{ name: inFull(name), found: images }];
    }
    if (name !== '') {
      throw noImage(others);
    }
    // What has neither is about an image: a signature, a list of what is in it.
    return [];
  });
  if (named.length === 0 && otherTypes.length > 0) {
    throw noImage(otherTypes);
  }
  return named;
}

function nameOf({ annotations }: Descriptor): string {
  return (
    asText(annotations[IMAGE_NAME], `"${IMAGE_NAME}" in index.json`) ||
    asText(annotations[REF_NAME], `"${REF_NAME}" in index.json`)
  );
}

/**
 * containerd takes the name of an OCI layout as it is, and the kubelet asks for names
 * in full: an image with another name would be in the nodes, and no pod could use it.
 *
 * @throws InputError
 */
function inFull(name: string): string {
  // A tag alone names nothing.
  if (!/[/:]/.test(name)) {
    throw new InputError(
      name === ''
        ? 'The archive has an image without a name: save it by its name, as docker save -o app.tar app:1.0 does, or docker buildx build --output type=oci,dest=app.tar,name=app:1.0 .'
        : `The archive gives its image only the tag "${shown(
            name,
          )}": save it by its name, as docker save -o app.tar app:1.0 does.`,
    );
  }
  const full = parseImageName(name);
  if (full !== name) {
    throw new InputError(
      `The archive names its image "${shown(
        name,
      )}", which pods would not find: name it in full, ${full}, or save it with docker save.`,
    );
  }
  return full;
}

function noImage(mediaTypes: readonly string[]): InputError {
  const types = shown([...new Set(mediaTypes)].join(', '));
  const what = /helm/.test(types) ? 'a Helm chart' : 'something else';
  return new InputError(
    `The archive holds no image of a container but ${what}${
      types && ` (${types})`
    }: ${SEND_INSTEAD}.`,
  );
}
