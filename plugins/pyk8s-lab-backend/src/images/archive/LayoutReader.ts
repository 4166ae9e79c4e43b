import { InputError } from '@backstage/errors';
import type { ArchiveContent, ArchiveFile } from './ArchiveContent';
import {
  isAttestation,
  kindOf,
  readDescriptor,
  readDescriptors,
  type Descriptor,
} from './descriptors';
import type { CheckedImage, FoundImage } from './FoundImage';
import { readImageConfig, type ImageConfig } from './imageConfig';
import { asObject, asText } from './json';
import { isSamePlatform, type Platform } from './platform';
import { damaged, shown } from './messages';

const MAX_DEPTH = 8;
/** An index may name the same content again and again, so that walking it never ends. */
const MAX_VISITS = 10_000;

/** What is behind a descriptor. */
export interface Found {
  readonly images: readonly FoundImage[];
  /** The media types of what is neither an image nor about one. */
  readonly others: readonly string[];
}

/** A manifest whose configuration is one of an image. */
interface Manifest {
  readonly config: ArchiveFile;
  readonly says: ImageConfig;
  readonly layers: readonly Descriptor[];
}

/** Reads what an OCI layout refers to, each content once. */
export class LayoutReader {
  readonly #content: ArchiveContent;
  readonly #platform: Platform;
  readonly #manifests = new Map<string, Manifest | { other: string }>();
  readonly #configs = new Map<string, ImageConfig>();
  readonly #checked = new Map<string, CheckedImage>();
  #visits = 0;

  constructor(content: ArchiveContent, platform: Platform) {
    this.#content = content;
    this.#platform = platform;
  }

  /** @throws InputError when what the nodes need is missing, or wrong */
  find(descriptor: Descriptor, depth = 0): Found {
    this.#visits += 1;
    if (this.#visits > MAX_VISITS || depth > MAX_DEPTH) {
      throw new InputError(
        'The archive refers to more images than are read at once: save fewer images into one archive.',
      );
    }
    if (isAttestation(descriptor)) {
      return { images: [], others: [] };
    }
    const { mediaType, platform, digest } = descriptor;
    const kind = kindOf(mediaType);
    if (kind === 'schema1') {
      throw new InputError(
        'The archive has an image in the first format of Docker registries (schema 1), which containerd reads no more: build it again, or pull and save it with a current Docker.',
      );
    }
    if (kind !== 'index' && kind !== 'manifest') {
      return { images: [], others: [mediaType || 'no media type'] };
    }
    if (platform && !isSamePlatform(platform, this.#platform)) {
      return { images: [{ platform, check: () => this.#never() }], others: [] };
    }
    return kind === 'index'
      ? this.#findInIndex(descriptor, depth)
      : this.#findManifest(digest, descriptor);
  }

  /** @throws InputError */
  index(file: ArchiveFile): readonly Descriptor[] {
    const name = shown(file.name);
    const { manifests, config, layers } = asObject(
      this.#content.json(file),
      name,
    );
    if (config !== undefined || layers !== undefined) {
      throw damaged(`${name} is not an image index`);
    }
    return readDescriptors(manifests, name);
  }

  #findInIndex(descriptor: Descriptor, depth: number): Found {
    const found = this.index(this.#blob(descriptor, 'an index')).map(child =>
      this.find(child, depth + 1),
    );
    return {
      images: found.flatMap(({ images }) => images),
      others: found.flatMap(({ others }) => others),
    };
  }

  #findManifest(digest: string, descriptor: Descriptor): Found {
    const known = this.#manifests.get(digest);
    const manifest = known ?? this.#readManifest(descriptor);
    this.#manifests.set(digest, manifest);
    if ('other' in manifest) {
      return { images: [], others: [manifest.other] };
    }
    return {
      images: [
        {
          platform: manifest.says.platform,
          check: () => this.#check(digest, manifest),
        },
      ],
      others: [],
    };
  }

  #readManifest(descriptor: Descriptor): Manifest | { other: string } {
    const file = this.#blob(descriptor, 'a manifest');
    const where = shown(file.name);
    const manifest = asObject(this.#content.json(file), where);
    if (manifest.manifests !== undefined || manifest.fsLayers !== undefined) {
      throw damaged(`${where} is not an image manifest`);
    }
    const config = readDescriptor(manifest.config, where);
    if (kindOf(config.mediaType) !== 'config') {
      const type = asText(manifest.artifactType, `"artifactType" in ${where}`);
      return { other: type || config.mediaType };
    }
    const configFile = this.#blob(config, 'the configuration of an image');
    return {
      config: configFile,
      says: this.#readConfig(configFile, where),
      layers: readDescriptors(manifest.layers, where),
    };
  }

  /** Many manifests may name one configuration, which may be long. */
  #readConfig(file: ArchiveFile, where: string): ImageConfig {
    const config =
      this.#configs.get(file.digest) ??
      readImageConfig(this.#content.json(file), where);
    this.#configs.set(file.digest, config);
    return config;
  }

  #check(digest: string, { config, says, layers }: Manifest): CheckedImage {
    const known = this.#checked.get(digest);
    if (known) {
      return known;
    }
    if (layers.length !== says.diffIds.length) {
      throw damaged(
        `an image has ${layers.length} layers, and its configuration names ${says.diffIds.length}`,
      );
    }
    layers.forEach((layer, index) => {
      if (kindOf(layer.mediaType) !== 'layer') {
        throw new InputError(
          `The archive has a layer of the kind ${shown(
            layer.mediaType,
          )}, which nodes do not unpack: build the image again with docker build.`,
        );
      }
      const { unpackedDigest } = this.#blob(layer, 'a layer');
      // What is compressed, its name has told the digest of.
      if (unpackedDigest && unpackedDigest !== says.diffIds[index]) {
        throw damaged(
          `the layer ${layer.digest} is not the one that the image's configuration names`,
        );
      }
    });
    const checked = {
      id: config.digest,
      sizeBytes: layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    };
    this.#checked.set(digest, checked);
    return checked;
  }

  #blob({ digest, sizeBytes }: Descriptor, what: string): ArchiveFile {
    const file = this.#content.blob(digest);
    if (!file) {
      throw new InputError(
        `The archive is not complete: ${what} is missing (${digest}). Pull or build the image for this platform, save it once more, and send it again.`,
      );
    }
    if (file.sizeBytes !== sizeBytes) {
      throw damaged(`the size of ${digest} is wrong`);
    }
    return file;
  }

  /** Of an image for other nodes it does not matter whether it is complete. */
  #never(): never {
    throw new Error('An image for another platform is not checked.');
  }
}
