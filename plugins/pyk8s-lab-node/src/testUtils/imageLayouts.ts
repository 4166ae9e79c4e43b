import {
  descriptor,
  entryOf,
  jsonBlob,
  OCI,
  type Blob,
  type PlatformImage,
} from './platformImage';
import type { TarEntry } from './tarArchive';

/** The entries that `docker save` writes for images of the local store. */
export function dockerEntries(
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
export function layoutEntries(
  names: readonly string[],
  images: readonly PlatformImage[],
  existing: readonly PlatformImage[],
  nested: boolean,
): TarEntry[] {
  const manifests = images.map(({ platform, manifest }) => {
    const [os, architecture, variant] = platform.split('/');
    return {
      ...descriptor(`${OCI}.manifest.v1+json`, manifest),
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
    descriptor(`${OCI}.index.v1+json`, index);
  const indexes = nested || images.length > 1 ? [indexOf(manifests)] : [];
  if (nested) {
    indexes.push(indexOf(indexes.map(describeIndex)));
  }
  const [root] = [...indexes.map(describeIndex).reverse(), ...manifests];
  const blobs = [
    ...existing.flatMap(({ layers, config, manifest }) => [
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

/** Shortens a name as Docker does. */
function familiar(name: string): string {
  return name.replace(/^docker\.io\/(library\/)?/, '');
}

function blobPath(hex: string): string {
  return `blobs/sha256/${hex}`;
}

/** Images may share content, which an archive contains once. */
function unique(entries: readonly TarEntry[]): TarEntry[] {
  return [...new Map(entries.map(entry => [entry.name, entry])).values()];
}
