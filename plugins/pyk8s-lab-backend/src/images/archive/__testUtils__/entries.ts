import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { ArchiveContent } from '../ArchiveContent';

/** What is in an archive, by name: a file, or where a symbolic link leads to. */
export type Entries = Readonly<Record<string, Buffer | { linkTo: string }>>;

/** A descriptor, as OCI writes it. */
export interface TestDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
}

export const OCI = 'application/vnd.oci.image';
export const NAME = 'docker.io/library/app:1.0';

export function hexOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The configuration of an image with such layers. */
export function configOf(
  layers: readonly Buffer[],
  platform = 'linux/amd64',
): Buffer {
  const [os, architecture, variant] = platform.split('/');
  return json({
    os,
    architecture,
    variant,
    rootfs: {
      type: 'layers',
      diff_ids: layers.map(layer => `sha256:${hexOf(layer)}`),
    },
  });
}

/** What `docker save` before version 25 writes for one image. */
export function dockerSave(
  options: {
    tags?: readonly string[] | null;
    platform?: string;
    layers?: readonly Buffer[];
  } = {},
): Record<string, Buffer> {
  const { tags = ['app:1.0'], layers = [layerOf('one')] } = options;
  const config = configOf(layers, options.platform);
  const files = layers.map(
    (layer, index) => [`${'ab'[index % 2]}${index}/layer.tar`, layer] as const,
  );
  return {
    ...Object.fromEntries(files),
    [`${hexOf(config)}.json`]: config,
    'manifest.json': json([
      {
        Config: `${hexOf(config)}.json`,
        RepoTags: tags,
        Layers: files.map(([name]) => name),
      },
    ]),
  };
}

/** An OCI layout that grows by what is added to it. */
export class TestLayout {
  readonly #blobs: Record<string, Buffer> = {};
  readonly #manifests: object[] = [];

  /** Adds a content, and gives what refers to it. */
  blob(mediaType: string, content: Buffer): TestDescriptor {
    const hex = hexOf(content);
    this.#blobs[`blobs/sha256/${hex}`] = content;
    return { mediaType, digest: `sha256:${hex}`, size: content.length };
  }

  /** Adds an image for one platform. */
  image(
    options: {
      platform?: string;
      layers?: readonly Buffer[];
      layerType?: string;
      configType?: string;
      changes?: object;
    } = {},
  ): TestDescriptor {
    const { platform = 'linux/amd64', layers = [layerOf(platform)] } = options;
    const { layerType = `${OCI}.layer.v1.tar` } = options;
    const { configType = `${OCI}.config.v1+json` } = options;
    const [os, architecture, variant] = platform.split('/');
    const manifest = json({
      schemaVersion: 2,
      config: this.blob(configType, configOf(layers, platform)),
      layers: layers.map(layer => this.blob(layerType, layer)),
      ...options.changes,
    });
    return {
      ...this.blob(`${OCI}.manifest.v1+json`, manifest),
      platform: { os, architecture, variant },
    };
  }

  /** Adds an index. */
  index(manifests: readonly TestDescriptor[]): TestDescriptor {
    return this.blob(
      `${OCI}.index.v1+json`,
      json({ schemaVersion: 2, manifests }),
    );
  }

  /** Names something, in containerd's way unless it is told otherwise. */
  name(
    descriptor: TestDescriptor,
    annotations: object = { 'io.containerd.image.name': NAME },
  ): this {
    this.#manifests.push({ ...descriptor, annotations });
    return this;
  }

  /** What it has now. */
  entries(): Record<string, Buffer> {
    return {
      ...this.#blobs,
      'index.json': json({ schemaVersion: 2, manifests: this.#manifests }),
      'oci-layout': json({ imageLayoutVersion: '1.0.0' }),
    };
  }
}

/** Bytes that are a layer for all that an archive says of it. */
export function layerOf(seed: string, bytes = 1500): Buffer {
  return Buffer.alloc(bytes, createHash('sha512').update(seed).digest());
}

/** What is known of an archive with such entries once it has been read. */
export function contentOf(entries: Entries): ArchiveContent {
  const files = Object.entries(entries).flatMap(([name, content]) =>
    Buffer.isBuffer(content)
      ? [
          {
            name,
            sizeBytes: content.length,
            digest: `sha256:${hexOf(content)}`,
            unpackedDigest: `sha256:${hexOf(content)}`,
            text: /^[[{]/.test(content.toString('latin1', 0, 1))
              ? content.toString()
              : undefined,
          },
        ]
      : [],
  );
  const links = Object.entries(entries).flatMap(([name, content]) =>
    Buffer.isBuffer(content) ? [] : [{ name, target: content.linkTo }],
  );
  return ArchiveContent.create(files, links);
}

/** A tar archive with such entries, in their order. */
export async function tarOf(
  entries: Entries | readonly (readonly [string, Entries[string]])[],
): Promise<Buffer> {
  const archive = pack();
  const list = Array.isArray(entries) ? entries : Object.entries(entries);
  for (const [name, content] of list) {
    if (Buffer.isBuffer(content)) {
      archive.entry({ name }, content);
    } else {
      archive.entry({ name, type: 'symlink', linkname: content.linkTo });
    }
  }
  archive.finalize();
  return buffer(Readable.from(archive));
}
