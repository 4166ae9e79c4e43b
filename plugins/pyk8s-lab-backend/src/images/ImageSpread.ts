import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { backoffMs } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Clusters } from '../clusters/Clusters';
import { JOINING, type LabRecord, type LabStore } from '../database';
import type { LabImages } from './LabImages';

/** Nodes decide some of what is in it. */
const MAX_MESSAGE = 1_000;
const CHECK_TIMEOUT_MS = 15_000;
/** The first pause is over with the next look. */
const RETRIES = { firstMs: 20_000, longestMs: 600_000 };

/** What an {@link ImageSpread} works with. */
export interface ImageSpreadOptions {
  readonly store: LabStore;
  readonly images: LabImages;
  readonly clusters: Clusters;
  readonly logger: LoggerService;
  /** Called after each change of a lab. */
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Copies the images that people have imported into a lab to nodes that join it. What
 * fails is tried again with a later look, after longer and longer pauses; the activity
 * of the lab tells of it once.
 */
export class ImageSpread {
  readonly #options: ImageSpreadOptions;
  readonly #now: () => Date;
  readonly #failed = new Map<string, { failures: number; until: number }>();

  constructor(options: ImageSpreadOptions) {
    this.#options = options;
    this.#now = options.now;
  }

  /**
   * Copies them now, unless it has failed a moment ago, and writes down that the
   * nodes have them. Never throws.
   */
  async look(lab: LabRecord): Promise<void> {
    const earlier = this.#failed.get(lab.id);
    if (earlier && this.#now().getTime() < earlier.until) {
      return;
    }
    try {
      if (await this.#spread(lab)) {
        this.#failed.delete(lab.id);
      }
    } catch (error) {
      const failure = toError(error);
      this.#pause(lab.id, (earlier?.failures ?? 0) + 1);
      this.#options.logger
        .child({ labId: lab.id })
        .warn('Nodes that joined lack images for now', failure);
    }
  }

  #pause(labId: string, failures: number): void {
    const now = this.#now().getTime();
    for (const [id, { until }] of this.#failed) {
      // Nobody has looked at that lab for so long that it is gone, or all is well.
      if (until + RETRIES.longestMs < now) {
        this.#failed.delete(id);
      }
    }
    this.#failed.set(labId, {
      failures,
      until: now + backoffMs(failures, RETRIES),
    });
  }

  /** Tells it in the lab's activity, unless that was the last about its images. */
  async #tell(labId: string, words: string): Promise<void> {
    const { store, onChanged } = this.#options;
    const type = 'lab.image';
    const message = boundedText(
      `Nodes that joined lack images: ${words}`,
      MAX_MESSAGE,
    );
    const [last] = await store.listEvents(labId, {
      limit: 1,
      types: { of: [type], excluded: false },
    });
    if (last?.message === message) {
      return;
    }
    await store.change(labId, this.#now(), ({ status }) =>
      status === 'RUNNING'
        ? { set: {}, events: [{ type, message }] }
        : undefined,
    );
    onChanged(labId);
  }

  /** @returns false when it is to be looked again */
  async #spread(lab: LabRecord): Promise<boolean> {
    const { store, images, clusters } = this.#options;
    const names = await images.spread(lab).catch(async error => {
      await this.#tell(lab.id, toError(error).message);
      throw error;
    });
    if (names === undefined) {
      // Another image is on its way, or another portal does it.
      return false;
    }
    const check = await clusters.of(lab).check({
      signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
    });
    const states = new Map(check?.nodes.map(node => [node.name, node.state]));
    await store.change(lab.id, this.#now(), current => ({
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
    return true;
  }
}
