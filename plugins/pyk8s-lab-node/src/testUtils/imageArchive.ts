import { Readable } from 'node:stream';
import type { ClusterImageArchive } from '../ClusterImages';
import { dockerEntries, layoutEntries } from './imageLayouts';
import { digest, imageFor, type TestImageOptions } from './platformImage';
import { tarOf, tarSize } from './tarArchive';

/**
 * An image archive of any size, which is generated as it is read.
 * @public
 */
export interface TestImageArchive extends ClusterImageArchive {
  /** The digests of the images' configurations, by platform. */
  readonly ids: Readonly<Record<string, string>>;
}

const DEFAULT_NAME = 'docker.io/library/test-image:1.0';

/**
 * Creates a valid image archive, which is the same for the same options.
 * @public
 */
export function testImageArchive(
  options: TestImageOptions = {},
): TestImageArchive {
  const { names = [DEFAULT_NAME], platforms = ['linux/amd64'] } = options;
  const format = options.format ?? 'docker';
  const images = platforms.map(platform => imageFor(platform, options));
  const existing = images.filter(
    ({ platform }) => !options.missing?.includes(platform),
  );
  const entries = [
    ...(format === 'docker'
      ? []
      : layoutEntries(names, images, existing, options.nested ?? false)),
    ...(format === 'oci' ? [] : dockerEntries(names, existing, format)),
  ];
  const [{ config: imported }] = existing;
  return {
    images: names.map(name => ({ name, id: digest(imported.hex) })),
    ids: Object.fromEntries(
      images.map(({ platform, config }) => [platform, `sha256:${config.hex}`]),
    ),
    sizeBytes: tarSize(entries),
    open: () => Readable.from(tarOf(entries), { objectMode: false }),
  };
}
