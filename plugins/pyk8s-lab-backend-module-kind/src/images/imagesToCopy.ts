import type { NamedImage } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { NodeListing } from './nodeListing';

/** An image to copy from one node to others. */
export interface ImageToCopy {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly platform: string;
  /** A node that has it under all these names. */
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Finds the wanted images that some node has and another one lacks. An image that no
 * node has cannot be copied.
 *
 * @param listings - by the node's name
 */
export function imagesToCopy(
  wanted: readonly NamedImage[],
  listings: ReadonlyMap<string, NodeListing>,
): ImageToCopy[] {
  const copies = new Map<string, ImageToCopy>();
  for (const { name, id } of wanted) {
    const has = ([, { ids }]: [string, NodeListing]) => ids.get(name) === id;
    const source = [...listings].find(has);
    const to = [...listings].filter(one => !has(one)).map(([node]) => node);
    if (source && to.length > 0) {
      const [from, { platform, images }] = source;
      // Names of one image with the same source and targets share an archive.
      const key = [id, from, ...to].join(' ');
      copies.set(key, {
        id,
        names: [...(copies.get(key)?.names ?? []), name],
        sizeBytes: images.find(image => image.id === id)?.sizeBytes ?? 0,
        platform,
        from,
        to,
      });
    }
  }
  return [...copies.values()];
}
