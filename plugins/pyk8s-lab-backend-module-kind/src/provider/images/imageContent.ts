/** What a node runs of an image. */
export interface ImageContent {
  /** The digest of its configuration. */
  readonly id: string;
  /** Of its layers, as they were packed. */
  readonly sizeBytes: number;
}

/** What counts of a manifest or an index. */
export interface ImageBlob {
  /** Of a manifest. */
  readonly content?: ImageContent;
  /** The digests of the manifests that an index has for the node. */
  readonly manifests: readonly string[];
}

/** An index has one for each platform, and seldom another. */
const MAX_MANIFESTS = 20;
const DIGEST = /^sha256:[\da-f]{64}$/;

/**
 * Takes what counts out of a blob; the rest of it is not kept.
 *
 * @param platform - the node's, as OCI writes it
 * @returns undefined for what describes no image: somebody has brought it
 */
export function readBlob(
  bytes: Buffer,
  platform: string,
): ImageBlob | undefined {
  let blob: unknown;
  try {
    blob = JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
  const content = contentIn(blob);
  const manifests = manifestsIn(blob, platform);
  return content || manifests.length > 0 ? { content, manifests } : undefined;
}

/** An index may have indexes, of which one in the archive of one image is common. */
export const MAX_DEPTH = 3;

/** Of a listing in all: names may share indexes, and nest them. */
const MAX_VISITS = 20_000;

/**
 * What a name's target comes to on its node: an index names an image for each
 * platform.
 *
 * @returns undefined when the node cannot run any of it
 */
export type ContentOf = (target: string) => ImageContent | undefined;

/** @param blobs - those of a listing, of which each is visited once for each depth */
export function contentsOf({
  blobs,
}: {
  blobs: ReadonlyMap<string, ImageBlob>;
}): ContentOf {
  const found = new Map<string, ImageContent | undefined>();
  let visits = 0;
  const find = (target: string, depth: number): ImageContent | undefined => {
    const blob = blobs.get(target);
    const key = `${depth} ${target}`;
    if (!blob || found.has(key)) {
      return found.get(key);
    }
    visits += 1;
    if (visits > MAX_VISITS) {
      return undefined;
    }
    let content: ImageContent | undefined;
    for (const digest of depth > 0 ? blob.manifests : []) {
      content ??= find(digest, depth - 1);
    }
    content ??= blob.content;
    found.set(key, content);
    return content;
  };
  return target => find(target, MAX_DEPTH);
}

function contentIn(manifest: unknown): ImageContent | undefined {
  const id = textOf(field(field(manifest, 'config'), 'digest'));
  if (!DIGEST.test(id)) {
    return undefined;
  }
  let sizeBytes = 0;
  for (const layer of listOf(field(manifest, 'layers'))) {
    const size = field(layer, 'size');
    if (typeof size === 'number' && size > 0) {
      sizeBytes = Math.min(sizeBytes + size, Number.MAX_SAFE_INTEGER);
    }
  }
  return { id, sizeBytes };
}

function manifestsIn(index: unknown, wanted: string): string[] {
  const digests: string[] = [];
  const unsaid: string[] = [];
  for (const child of listOf(field(index, 'manifests'))) {
    const digest = textOf(field(child, 'digest'));
    const platform = platformOf(child);
    if (DIGEST.test(digest) && digests.length + unsaid.length < MAX_MANIFESTS) {
      if (isFor(platform, wanted)) {
        digests.push(digest);
      } else if (platform === '') {
        // An index in an index is for more than one, and containerd looks into it.
        unsaid.push(digest);
      }
    }
  }
  return [...digests, ...unsaid];
}

function platformOf(child: unknown): string {
  const platform = field(child, 'platform');
  return ['os', 'architecture', 'variant']
    .map(name => textOf(field(platform, name)))
    .filter(Boolean)
    .join('/');
}

/** 64-bit ARM is `v8`, whether an image says so or not. */
function isFor(platform: string, wanted: string): boolean {
  const plain = (text: string) => text.replace(/^(linux\/arm64)\/v8$/, '$1');
  return plain(platform) === plain(wanted);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
