import type { ClusterImages } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { contentsOf } from './imageContent';
import { isImageName } from './imageNames';
import type { NodeListing } from './nodeListing';

/** An image while the nodes are gone through. */
interface Found {
  readonly id: string;
  readonly sizeBytes: number;
  readonly names: Set<string>;
  readonly nodes: Set<string>;
  imported: boolean;
}

/**
 * Puts together what the nodes of a cluster have.
 * @param listings - with contents; by the node's name
 */
export function imagesOfNodes(
  listings: ReadonlyMap<string, NodeListing>,
): ClusterImages {
  const images = new Map<string, Found>();
  for (const [node, listing] of listings) {
    const contentOf = contentsOf(listing);
    for (const { name, target, mark } of listing.rows.values()) {
      const content = isImageName(name) && contentOf(target);
      if (content) {
        const image = images.get(content.id) ?? {
          ...content,
          names: new Set(),
          nodes: new Set(),
          imported: false,
        };
        image.names.add(name);
        image.nodes.add(node);
        image.imported ||= mark !== undefined;
        images.set(content.id, image);
      }
    }
  }
  const [first] = listings.values();
  return {
    nodes: [...listings.keys()],
    platform: first.platform,
    images: [...images.values()]
      .map(image => ({
        ...image,
        names: [...image.names].sort(),
        nodes: [...image.nodes],
      }))
      .sort((a, b) => a.names[0].localeCompare(b.names[0], 'en')),
  };
}
