import { InputError } from '@backstage/errors';
import type { ArchiveContent } from './ArchiveContent';
import { chooseImage, type NamedImage } from './FoundImage';
import { asObject, asText } from './json';
import { parsePlatform, type Platform } from './platform';
import { resolveDockerSave } from './resolveDockerSave';
import { resolveLayout } from './resolveLayout';
import { damaged, SEND_INSTEAD, shown } from './messages';

/** More than anybody saves at once, and few enough to be told of one by one. */
const MAX_NAMES = 100;
const LAYOUT_VERSION = '1.0.0';

/** An image of an archive, for the platform that was asked for. */
export interface ArchiveImage {
  /** The digest of its configuration. */
  readonly id: string;
  /** In full; at least one. */
  readonly names: readonly string[];
  /** What its layers take, as they are packed. */
  readonly sizeBytes: number;
}

/**
 * What containerd will make of an archive. Every image in it has to have a name and be
 * complete for the platform: containerd brings in all of them, and those that nothing
 * could run would only be found out by the first pod.
 *
 * Any name may be imported, those of the cluster's own images too: the owner of a lab
 * is its cluster's administrator.
 *
 * @param platform - as OCI writes it: `linux/amd64`
 * @throws InputError saying what is wrong with it and what to do
 */
export function resolveImages(
  content: ArchiveContent,
  platform: string,
): ArchiveImage[] {
  const wanted = parsePlatform(platform);
  const images = new Map<string, { sizeBytes: number; names: string[] }>();
  const ids = new Map<string, string>();
  const allNamed = namedImages(content, wanted);
  if (allNamed.length > MAX_NAMES) {
    throw new InputError(
      `The archive has more than ${MAX_NAMES} names of images: save fewer into one archive.`,
    );
  }
  for (const named of allNamed) {
    const { id, sizeBytes } = chooseImage(named, wanted);
    const before = ids.get(named.name);
    if (before === undefined) {
      ids.set(named.name, id);
      const image = images.get(id) ?? { sizeBytes, names: [] };
      image.names.push(named.name);
      images.set(id, image);
    } else if (before !== id) {
      throw new InputError(
        `The archive has two images with the name ${named.name}: save them apart.`,
      );
    }
  }
  if (images.size === 0) {
    throw new InputError(`The archive holds no image: ${SEND_INSTEAD}.`);
  }
  return [...images].map(([id, image]) => ({ id, ...image }));
}

/**
 * Archives of a current docker save are both, an OCI layout and Docker's own format.
 * containerd reads those as an OCI layout.
 */
function namedImages(
  content: ArchiveContent,
  platform: Platform,
): readonly NamedImage[] {
  const version = layoutVersion(content);
  if (version !== '') {
    if (version !== LAYOUT_VERSION) {
      throw new InputError(
        `The archive is an OCI layout of version ${shown(
          version,
        )}, and ${LAYOUT_VERSION} is read: save the image with docker save.`,
      );
    }
    return resolveLayout(content, platform);
  }
  const manifest = content.file('manifest.json');
  if (manifest) {
    return resolveDockerSave(content, manifest);
  }
  throw content.missing(
    'oci-layout',
    content.missing('manifest.json', unknownFormat(content)),
  );
}

function layoutVersion(content: ArchiveContent): string {
  const layout = content.file('oci-layout');
  return layout
    ? asText(
        asObject(content.json(layout), 'oci-layout').imageLayoutVersion,
        '"imageLayoutVersion" in oci-layout',
      )
    : '';
}

function unknownFormat(content: ArchiveContent): InputError {
  if (content.file('index.json')) {
    return damaged('it has an index.json, and no file oci-layout');
  }
  if (content.file('repositories')) {
    return new InputError(
      'The archive was saved by a Docker older than 1.10, which containerd does not read: load it into a current Docker, and save it there.',
    );
  }
  const inFolder = content.names.find(name =>
    /\/(?:oci-layout|manifest\.json)$/.test(name),
  );
  if (inFolder !== undefined) {
    return new InputError(
      `The image is in a folder of the archive (${shown(
        inFolder,
      )}): pack what is in the folder, and not the folder (tar -C folder -cf app.tar .).`,
    );
  }
  return new InputError(
    `The archive has neither manifest.json nor index.json, so it holds no image: it looks like what docker export writes, or a plain tar archive. ${SEND_INSTEAD[0].toUpperCase()}${SEND_INSTEAD.slice(
      1,
    )}.`,
  );
}
