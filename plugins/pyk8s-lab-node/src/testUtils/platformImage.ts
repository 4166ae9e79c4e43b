import { createCipheriv, createHash } from 'node:crypto';
import { tarOf, tarSize, type TarEntry } from './tarArchive';

/**
 * The content of an image archive.
 * @public
 */
export interface TestImageOptions {
  /** Complete names, such as `docker.io/library/my-app:1.0`. Defaults to one. */
  names?: readonly string[];
  /**
   * The platforms; several create an index, in the OCI formats only. Defaults to
   * `linux/amd64`.
   */
  platforms?: readonly string[];
  /** Platforms whose manifest, configuration and layers are omitted. */
  missing?: readonly string[];
  /** The sizes of the files of the layers, in bytes. Defaults to one of 1024. */
  layerBytes?: readonly number[];
  /** The seed of the content: equal seeds create equal images. */
  seed?: string;
  /** Programs for the first layer, by their path. */
  programs?: Readonly<Record<string, Buffer>>;
  /** The entrypoint of the image. */
  entrypoint?: readonly string[];
  /**
   * `docker`: as `docker save` wrote it before Docker 25; `oci`: an OCI layout;
   * `both`: an OCI layout with Docker's manifest, as `docker save` writes it now.
   * Defaults to `docker`.
   */
  format?: 'docker' | 'oci' | 'both';
  /** True for a nested index, in the OCI formats. */
  nested?: boolean;
}

/** One platform's image. */
export interface PlatformImage {
  readonly platform: string;
  readonly config: Blob;
  readonly layers: readonly Blob[];
  readonly manifest: Blob;
}

/** A content with its digest. */
export interface Blob {
  /** The digest without its algorithm. */
  readonly hex: string;
  readonly size: number;
  content(): Iterable<Buffer>;
}

const CREATED = '2026-01-01T00:00:00Z';
const CHUNK_BYTES = 65_536;
export const OCI = 'application/vnd.oci.image';

/** Creates the image of one platform, which is the same for the same options. */
export function imageFor(
  platform: string,
  options: TestImageOptions,
): PlatformImage {
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
    config: descriptor(`${OCI}.config.v1+json`, config),
    layers: layers.map(layer => descriptor(`${OCI}.layer.v1.tar`, layer)),
  });
  return { platform, config, layers, manifest };
}

export function digest(hex: string): string {
  return `sha256:${hex}`;
}

/** A reference of OCI. */
export function descriptor(mediaType: string, { hex, size }: Blob) {
  return { mediaType, digest: digest(hex), size };
}

export function entryOf(name: string, content: string | Buffer): TarEntry {
  const bytes = Buffer.from(content);
  return { name, size: bytes.length, content: () => [bytes] };
}

export function jsonBlob(value: object): Blob {
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
