import { InputError } from '@backstage/errors';
import { posix } from 'node:path';
import type { ArchiveContent, ArchiveFile } from './ArchiveContent';
import type { FoundImage, NamedImage } from './FoundImage';
import { readImageConfig } from './imageConfig';
import { parseImageName } from './imageName';
import { asList, asObject, asText } from './json';
import { damaged, shown } from './messages';

/** More than anybody saves at once; each is read by itself. */
const MAX_IMAGES = 100;
/** Docker, and others that write its format, name a configuration by its digest. */
const CONFIG_NAME = /^(?:sha256:)?([a-f0-9]{64})(?:\.json)?$/;

/**
 * The images of an archive in Docker's own format: manifest.json names for each a
 * configuration, tags and layers.
 *
 * @throws InputError
 */
export function resolveDockerSave(
  content: ArchiveContent,
  manifest: ArchiveFile,
): NamedImage[] {
  const lost = content.links.find(({ target }) => !content.file(target));
  if (lost) {
    throw damaged(`nothing is where ${shown(lost.name)} leads to`);
  }
  const entries = asList(content.json(manifest), 'manifest.json');
  if (entries.length > MAX_IMAGES) {
    throw new InputError(
      `The archive has more than ${MAX_IMAGES} images: save fewer into one archive.`,
    );
  }
  return entries.flatMap(entry => {
    const { Config, RepoTags, Layers } = asObject(
      entry,
      'an entry of manifest.json',
    );
    const config = asText(Config, '"Config" in manifest.json');
    const tags = asList(RepoTags, '"RepoTags" in manifest.json').map(tag =>
      asText(tag, 'a tag in manifest.json'),
    );
    if (tags.length === 0) {
      throw new InputError(
        'The archive has an image without a name: save it by its name (docker save -o app.tar app:1.0), not by its identifier.',
      );
    }
    const layers = asList(Layers, '"Layers" in manifest.json').map(layer =>
      asText(layer, 'a layer in manifest.json'),
    );
    const found = [findImage(content, config, layers, tags[0])];
    return tags.map(tag => ({ name: parseImageName(tag), found }));
  });
}

function findImage(
  content: ArchiveContent,
  configName: string,
  layers: readonly string[],
  tag: string,
): FoundImage {
  const what = `the image ${shown(tag)}`;
  const config = content.file(configName);
  if (!config) {
    throw content.missing(
      configName,
      damaged(`the configuration of ${what} is missing`),
    );
  }
  const [, hex] = CONFIG_NAME.exec(posix.basename(configName)) ?? [];
  if (hex !== undefined && config.digest !== `sha256:${hex}`) {
    throw damaged(`the checksum of the configuration of ${what} is wrong`);
  }
  const { platform, diffIds } = readImageConfig(content.json(config), what);
  return {
    platform,
    check: () => {
      if (layers.length !== diffIds.length) {
        throw damaged(
          `${what} has ${layers.length} layers, and its configuration names ${diffIds.length}`,
        );
      }
      const sizes = layers.map((name, index) => {
        const layer = content.layer(name);
        if (!layer) {
          throw content.missing(
            name,
            damaged(`the layer ${shown(name)} of ${what} is missing`),
          );
        }
        // The name of a compressed blob has told its digest.
        const { unpackedDigest = diffIds[index] } = layer;
        if (unpackedDigest !== diffIds[index]) {
          throw damaged(
            `the checksum of the layer ${shown(name)} of ${what} is wrong`,
          );
        }
        return layer.sizeBytes;
      });
      return {
        id: config.digest,
        sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      };
    },
  };
}
