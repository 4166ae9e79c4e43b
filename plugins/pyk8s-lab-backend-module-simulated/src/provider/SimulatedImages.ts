import type {
  ClusterImage,
  ClusterImages,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { createHash } from 'node:crypto';

/**
 * What every simulated node has. RFC 2606 reserves `.invalid`, so that nobody takes it
 * for an image that could be run.
 */
const OWN_NAME = 'simulated.invalid/cluster:v0.0.0-simulated';

/** An image that was brought into a cluster. */
export interface BroughtImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
}

/** The images of one simulated cluster: nothing but their names. */
export class SimulatedImages {
  /** By name. */
  readonly #brought = new Map<
    string,
    { image: BroughtImage; nodes: Set<string> }
  >();

  /** Gives an image to nodes; what its names stood for before has them no more. */
  bring(image: BroughtImage, nodes: readonly string[]): void {
    for (const name of image.names) {
      this.#brought.set(name, { image, nodes: new Set(nodes) });
    }
  }

  /**
   * Gives every image that was brought, and that a node still has, to all nodes.
   * @returns the names of those that a node did not have
   */
  spread(nodes: readonly string[]): string[] {
    const missing = [...this.#brought].filter(([, brought]) => {
      const having = nodes.filter(node => brought.nodes.has(node));
      return having.length > 0 && having.length < nodes.length;
    });
    for (const [, brought] of missing) {
      brought.nodes = new Set(nodes);
    }
    return missing.map(([name]) => name).sort();
  }

  /** Takes what was brought away from a node. */
  lose(node: string): void {
    for (const { nodes } of this.#brought.values()) {
      nodes.delete(node);
    }
  }

  /** @param nodes - those that there are */
  list(nodes: readonly string[]): ClusterImages {
    const byId = new Map<string, ClusterImage>();
    for (const [name, brought] of this.#brought) {
      const { id, sizeBytes } = brought.image;
      const names = [...(byId.get(id)?.names ?? []), name].sort();
      const having = nodes.filter(
        node =>
          brought.nodes.has(node) ||
          byId.get(id)?.nodes.includes(node) === true,
      );
      byId.set(id, { id, names, sizeBytes, nodes: having, imported: true });
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
          imported: false,
        },
        ...[...byId.values()].filter(image => image.nodes.length > 0),
      ],
    };
  }
}

/** This machine's, so that the images that people have at hand fit. */
function simulatedPlatform(): string {
  return `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
}
