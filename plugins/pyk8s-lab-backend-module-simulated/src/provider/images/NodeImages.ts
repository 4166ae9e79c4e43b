import type {
  ClusterImage,
  ClusterImages,
  NamedImage,
  NodeImport,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { createHash } from 'node:crypto';

/** The image of every simulated node. RFC 2606 reserves `.invalid`: it cannot be run. */
const OWN_NAME = 'simulated.invalid/cluster:v0.0.0-simulated';

interface RecordedImage {
  readonly id: string;
  readonly sizeBytes: number;
}

/** The names and sizes of the images that the nodes of one cluster have. */
export class NodeImages {
  /** By node, then by name. */
  readonly #imported = new Map<string, Map<string, RecordedImage>>();

  /** Adds images to nodes; they take their names from earlier images. */
  import(
    images: readonly NamedImage[],
    sizeBytes: number,
    nodes: readonly string[],
  ): NodeImport[] {
    const names = images.map(({ name }) => name);
    return nodes.map(node => {
      images.forEach(({ name, id }) =>
        this.#of(node).set(name, { id, sizeBytes }),
      );
      return { node, names };
    });
  }

  /** Copies images from a node that has them to those that lack them. */
  copy(images: readonly NamedImage[], nodes: readonly string[]): NodeImport[] {
    return images.flatMap(({ name, id }) => {
      const lacks = (node: string) => this.#of(node).get(name)?.id !== id;
      const source = nodes.find(node => !lacks(node));
      const found = source && this.#of(source).get(name);
      return found
        ? this.import([{ name, id }], found.sizeBytes, nodes.filter(lacks))
        : [];
    });
  }

  /** Removes what was imported from a node. */
  lose(node: string): void {
    this.#imported.delete(node);
  }

  /** @param nodes - all nodes of the cluster */
  list(nodes: readonly string[]): ClusterImages {
    const byId = new Map<string, ClusterImage>();
    for (const node of nodes) {
      for (const [name, { id, sizeBytes }] of this.#of(node)) {
        const known = byId.get(id);
        byId.set(id, {
          id,
          sizeBytes,
          names: [...new Set([...(known?.names ?? []), name])].sort(),
          nodes: [...new Set([...(known?.nodes ?? []), node])],
        });
      }
    }
    return {
      nodes,
      platform: simulatedPlatform(),
      images: [
        {
          id: `sha256:${createHash('sha256').update(OWN_NAME).digest('hex')}`,
          names: [OWN_NAME],
          sizeBytes: 0,
          nodes,
        },
        ...byId.values(),
      ],
    };
  }

  #of(node: string): Map<string, RecordedImage> {
    const images = this.#imported.get(node) ?? new Map();
    this.#imported.set(node, images);
    return images;
  }
}

/** This machine's, which images that users built locally match. */
function simulatedPlatform(): string {
  return `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
}
