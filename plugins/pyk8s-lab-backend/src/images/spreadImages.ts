import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JOINING, type LabRecord, type LabStore } from '../database';
import type { LabImages } from './LabImages';
import type { Clusters } from '../clusters/Clusters';

const CHECK_TIMEOUT_MS = 15_000;

/**
 * Brings the images that people have brought into a lab into nodes that have joined
 * it, and writes that down. Never throws: it is tried again with the next look.
 */
export async function spreadImages(
  lab: LabRecord,
  services: {
    readonly store: LabStore;
    readonly images: LabImages;
    readonly clusters: Clusters;
    readonly logger: LoggerService;
    readonly now?: () => Date;
  },
): Promise<void> {
  const { store, images, clusters, logger } = services;
  const now = services.now ?? (() => new Date());
  try {
    const names = await images.spread(lab);
    if (names === undefined) {
      // Another image is on its way, or another portal does it.
      return;
    }
    const check = await clusters.of(lab).check({
      signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
    });
    const states = new Map(check?.nodes.map(node => [node.name, node.state]));
    await store.change(lab.id, now(), current => ({
      set: {
        nodes: current.nodes.map(node => ({
          ...node,
          state:
            states.get(node.name) ??
            (node.state === JOINING ? 'not-ready' : node.state),
        })),
      },
      events:
        names.length === 0
          ? []
          : [
              {
                type: 'lab.image',
                message: `Imported into the nodes that joined: ${names.join(
                  ', ',
                )}.`,
              },
            ],
    }));
  } catch (error) {
    logger
      .child({ labId: lab.id })
      .warn('Nodes that joined lack images for now', toError(error));
  }
}
