import { createCipheriv, createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ClusterImageArchive } from '../ClusterImages';
import { tarOf, tarSize, type TarEntry } from './tarArchive';

/**
 * What an image archive is made of.
 * @public
 */
export interface TestImageOptions {
  /** In full: `docker.io/library/my-app:1.0`. One of them unless given. */
  names?: readonly string[];
  /**
   * What it is made for; several make an index, in the OCI formats only. Defaults to
   * `linux/amd64`.
   */
  platforms?: readonly string[];
  /** Those of the platforms whose manifest, configuration and layers are left out. */
  missing?: readonly string[];
  /** One layer for each, with a file of so many bytes. Defaults to one of 1024. */
  layerBytes?: readonly number[];
  /** What the bytes depend on: the same ones give the same image. */
  seed?: string;
  /** Programs for the first layer, by their path. */
  programs?: Readonly<Record<string, Buffer>>;
  /** What the image runs. */
  entrypoint?: readonly string[];
  /**
   * `docker`: as `docker save` wrote it before Docker 25; `oci`: an OCI layout;
   * `both`: an OCI layout with Docker's manifest, as `docker save` writes it now.
   * Defaults to `docker`.
   */
  format?: 'docker' | 'oci' | 'both';
  /** True for an index in an index, in the OCI formats. */
  nested?: boolean;
}

/**
 * An image archive that is made as it is read, whatever its size.
 * @public
 */
export interface TestImageArchive extends ClusterImageArchive {
  /** By platform, the digest of the image's configuration. */
  readonly ids: Readonly<Record<string, string>>;
}

/** One platform's image. */
interface PlatformImage {
  readonly platform: string;
  readonly config: Blob;
  readonly layers: readonly Blob[];
  readonly manifest: Blob;
}

/** A content whose digest is known. */
interface Blob {
  /** Without its algorithm. */
  readonly hex: string;
  readonly size: number;
  content(): Iterable<Buffer>;
}

const DEFAULT_NAME = 'docker.io/library/test-image:1.0';
const CREATED = '2026-01-01T00:00:00Z';
const CHUNK_BYTES = 65_536;
const OCI = 'application/vnd.oci.image';

/**
 * Makes a valid image archive, which is the same whenever it is made of the same.
 * @public
 */
export function testImageArchive(
  options: TestImageOptions = {},
): TestImageArchive {
  const { names = [DEFAULT_NAME], platforms = ['linux/amd64'] } = options;
  const format = options.format ?? 'docker';
  const images = platforms.map(platform => imageFor(platform, options));
  const there = images.filter(
    ({ platform }) => !options.missing?.includes(platform),
  );
  const entries = [
    ...(format === 'docker'
      ? []
      : layoutEntries(options, names, images, there)),
    ...(format === 'oci' ? [] : dockerEntries(names, there, format)),
  ];
  const [{ config: imported }] = there;
  return {
    images: names.map(name => ({ name, id: digest(imported.hex) })),
    ids: Object.fromEntries(
      images.map(({ platform, config }) => [platform, `sha256:${config.hex}`]),
    ),
    sizeBytes: tarSize(entries),
    open: () => Readable.from(tarOf(entries), { objectMode: false }),
  };
}

function imageFor(platform: string, options: TestImageOptions): PlatformImage {
  const { seed = '', layerBytes = [1024], programs = {} } = options;
  const layers = layerBytes.map((size, index) => {
    const files: TarEntry[] = Object.entries(index > 0 ? {} : programs).map(
      ([name, program]) => ({ ...entryOf(name, program), mode: 0o755 }),
    );
    const data: TarEntry = {
      name: `data-${index}`,
      size,
      content: () => noise(`${seed} ${platform} ${index}`, size),
    };
    return blobOf(tarSize([...files, data]), () => tarOf([...files, data]));
  });
  const [os, architecture, variant] = platform.split('/');
  const config = jsonBlob({
    created: CREATED,
    os,
    architecture,
    ...(variant && { variant }),
    config: { Entrypoint: options.entrypoint, Labels: { seed } },
    rootfs: { type: 'layers', diff_ids: layers.map(({ hex }) => digest(hex)) },
    history: layers.map(() => ({ created: CREATED, created_by: 'a test' })),
  });
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: describe(`${OCI}.config.v1+json`, config),
    layers: layers.map(layer => describe(`${OCI}.layer.v1.tar`, layer)),
  });
  return { platform, config, layers, manifest };
}

/** The entries that `docker save` writes for images of the local store. */
function dockerEntries(
  names: readonly string[],
  images: readonly PlatformImage[],
  format: 'docker' | 'both',
): TarEntry[] {
  const places =
    format === 'both'
      ? { config: blobPath, layer: blobPath }
      : {
          config: (hex: string) => `${hex}.json`,
          layer: (hex: string) => `${hex}/layer.tar`,
        };
  const manifest = images.map(({ config, layers }) => ({
    Config: places.config(config.hex),
    RepoTags: names.map(familiar),
    Layers: layers.map(({ hex }) => places.layer(hex)),
  }));
  const blobs = images.flatMap(({ config, layers }) => [
    ...layers.map(layer => ({ name: places.layer(layer.hex), ...layer })),
    { name: places.config(config.hex), ...config },
  ]);
  return [
    ...(format === 'both' ? [] : unique(blobs)),
    entryOf('manifest.json', JSON.stringify(manifest)),
  ];
}

/** The entries of an OCI layout. */
function layoutEntries(
  { nested = false }: TestImageOptions,
  names: readonly string[],
  images: readonly PlatformImage[],
  there: readonly PlatformImage[],
): TarEntry[] {
  const manifests = images.map(({ platform, manifest }) => {
    const [os, architecture, variant] = platform.split('/');
    return {
      ...describe(`${OCI}.manifest.v1+json`, manifest),
      platform: { os, architecture, ...(variant && { variant }) },
    };
  });
  const indexOf = (described: object[]) =>
    jsonBlob({
      schemaVersion: 2,
      mediaType: `${OCI}.index.v1+json`,
      manifests: described,
    });
  const describeIndex = (index: Blob) =>
    describe(`${OCI}.index.v1+json`, index);
  const indexes = nested || images.length > 1 ? [indexOf(manifests)] : [];
  if (nested) {
    indexes.push(indexOf(indexes.map(describeIndex)));
  }
  const [root] = [...indexes.map(describeIndex).reverse(), ...manifests];
  const blobs = [
    ...there.flatMap(({ layers, config, manifest }) => [
      ...layers,
      config,
      manifest,
    ]),
    ...indexes,
  ].map(blob => ({ name: blobPath(blob.hex), ...blob }));
  return [
    ...unique(blobs),
    entryOf(
      'index.json',
      JSON.stringify({
        schemaVersion: 2,
        mediaType: `${OCI}.index.v1+json`,
        manifests: names.map(name => ({
          ...root,
          annotations: {
            'io.containerd.image.name': name,
            'org.opencontainers.image.ref.name': name.replace(/^.*:/, ''),
          },
        })),
      }),
    ),
    entryOf('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' })),
  ];
}

/** As Docker writes a name: without what goes without saying. */
function familiar(name: string): string {
  return name.replace(/^docker\.io\/(library\/)?/, '');
}

function blobPath(hex: string): string {
  return `blobs/sha256/${hex}`;
}

function digest(hex: string): string {
  return `sha256:${hex}`;
}

function describe(mediaType: string, { hex, size }: Blob) {
  return { mediaType, digest: digest(hex), size };
}

/** Two images may share a content, which an archive has once. */
function unique(entries: readonly TarEntry[]): TarEntry[] {
  return [...new Map(entries.map(entry => [entry.name, entry])).values()];
}

function entryOf(name: string, content: string | Buffer): TarEntry {
  const bytes = Buffer.from(content);
  return { name, size: bytes.length, content: () => [bytes] };
}

function jsonBlob(value: object): Blob {
  const bytes = Buffer.from(JSON.stringify(value));
  return blobOf(bytes.length, () => [bytes]);
}

function blobOf(size: number, content: () => Iterable<Buffer>): Blob {
  const hash = createHash('sha256');
  for (const chunk of content()) {
    hash.update(chunk);
  }
  return { hex: hash.digest('hex'), size, content };
}

/** Bytes that do not compress, the same for the same seed. */
function* noise(seed: string, size: number): Iterable<Buffer> {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  for (let left = size; left > 0; left -= CHUNK_BYTES) {
    yield cipher.update(zeros.subarray(0, Math.min(left, CHUNK_BYTES)));
  }
}
