import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import type { ClusterImages } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from '../database';
import type { Clusters } from '../clusters/Clusters';
import { LabSlots } from '../throttling/LabSlots';

const TIMEOUT_MS = 15_000;
/** What nodes answer is theirs to decide, and takes memory while it is read. */
const AT_ONCE = 4;

/** Asks labs which images they have: each once at a time, and few at once. */
export class ImageListings {
  readonly #clusters: Clusters;
  readonly #logger: LoggerService;
  readonly #asking = new Map<string, Promise<ClusterImages>>();
  readonly #slots = new LabSlots({
    perLab: 1,
    inAll: AT_ONCE,
    explain: used =>
      `The portal is listing the images of ${used} labs, the maximum at one time: try again in a moment.`,
  });

  constructor(options: { clusters: Clusters; logger: LoggerService }) {
    this.#clusters = options.clusters;
    this.#logger = options.logger;
  }

  /**
   * The images of a lab, as it says now; callers who ask while it is asked get the
   * same answer. It is asked to the end, also when nobody waits any more.
   * @throws TooManyRequestsError, or ServiceUnavailableError when it does not say
   */
  async of(lab: LabRecord): Promise<ClusterImages> {
    const asked = this.#asking.get(lab.id);
    if (asked) {
      return asked;
    }
    const giveBack = this.#slots.take(lab.id);
    const asking = this.#ask(lab).finally(() => {
      this.#asking.delete(lab.id);
      giveBack();
    });
    this.#asking.set(lab.id, asking);
    return asking;
  }

  async #ask(lab: LabRecord): Promise<ClusterImages> {
    try {
      return await this.#clusters.of(lab).images({
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      this.#logger
        .child({ labId: lab.id })
        .warn('The images of a lab could not be listed', toError(error));
      throw new ServiceUnavailableError(
        `The cluster does not say which images it has: ${
          toError(error).message
        }`,
      );
    }
  }
}
