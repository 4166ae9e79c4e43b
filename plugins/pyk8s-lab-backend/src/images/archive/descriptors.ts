import { InputError } from '@backstage/errors';
import { asList, asObject, asText, type JsonObject } from './json';
import { platformOf, type Platform } from './platform';
import { damaged, shown } from './messages';

const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

const INDEXES: readonly string[] = [
  `${OCI}.index.v1+json`,
  `${DOCKER}.distribution.manifest.list.v2+json`,
];
const MANIFESTS: readonly string[] = [
  `${OCI}.manifest.v1+json`,
  `${DOCKER}.distribution.manifest.v2+json`,
];
const CONFIGS: readonly string[] = [
  `${OCI}.config.v1+json`,
  `${DOCKER}.container.image.v1+json`,
];
const SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/;
const LAYER =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(?:gzip|zstd))?|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.(?:gzip|zstd))?)$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;
const UNKNOWN = 'unknown';

/** What a document of OCI says about another content. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly platform?: Platform;
  readonly annotations: JsonObject;
}

/** What a content is, by its media type. */
export type ContentKind =
  | 'index'
  | 'manifest'
  | 'config'
  | 'layer'
  | 'schema1'
  | 'other';

export function kindOf(mediaType: string): ContentKind {
  if (INDEXES.includes(mediaType)) {
    return 'index';
  }
  if (MANIFESTS.includes(mediaType)) {
    return 'manifest';
  }
  if (CONFIGS.includes(mediaType)) {
    return 'config';
  }
  if (LAYER.test(mediaType)) {
    return 'layer';
  }
  return SCHEMA_1.test(mediaType) ? 'schema1' : 'other';
}

/**
 * @param where - it is from, for messages
 * @throws InputError
 */
export function readDescriptor(value: unknown, where: string): Descriptor {
  const { mediaType, digest, size, platform, annotations } = asObject(
    value,
    `what ${where} refers to`,
  );
  const text = asText(digest, `a digest in ${where}`);
  if (!DIGEST.test(text)) {
    throw new InputError(
      `The archive refers to the content "${shown(
        text,
      )}", and only SHA-256 digests are read: save the image with a current version of docker save.`,
    );
  }
  if (!Number.isSafeInteger(size) || Number(size) < 0) {
    throw damaged(`the size of ${text} in ${where} is not a number of bytes`);
  }
  return {
    mediaType: asText(mediaType, `a media type in ${where}`),
    digest: text,
    sizeBytes: Number(size),
    platform: isThere(platform) ? readPlatform(platform, where) : undefined,
    annotations: isThere(annotations)
      ? asObject(annotations, `"annotations" in ${where}`)
      : {},
  };
}

/** @throws InputError */
export function readDescriptors(
  value: unknown,
  where: string,
): readonly Descriptor[] {
  return asList(value, `a list in ${where}`).map(item =>
    readDescriptor(item, where),
  );
}

/** True for what tells how an image was built, which no node runs. */
export function isAttestation({ platform }: Descriptor): boolean {
  return platform?.os === UNKNOWN || platform?.architecture === UNKNOWN;
}

function readPlatform(value: unknown, where: string): Platform {
  const { os, architecture, variant } = asObject(
    value,
    `a platform in ${where}`,
  );
  return platformOf({
    os: asText(os, `a platform in ${where}`),
    architecture: asText(architecture, `a platform in ${where}`),
    variant: asText(variant, `a platform in ${where}`),
  });
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
