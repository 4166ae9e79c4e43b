import { isError } from '@backstage/errors';
import type { LabImageList } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabRecord } from '../database';
import { TooManyRequestsError } from '../errors';
import type { StartedJob } from '../jobs/JobHandler';
import type { LabJobs } from '../jobs/LabJobs';
import { anySignal } from '../throttling/anySignal';
import { LabSlots } from '../throttling/LabSlots';
import { IMPORT_ACTIVITY } from './hostImages';
import {
  importArchive,
  READING,
  RECEIVING,
  type ImageSource,
  type ImportServices,
} from './importArchive';
import { assertInEveryNode, inEveryNode } from './outcome';
import { RunningWatch } from '../running/RunningWatch';
import { whileRunning, type LabRecorder } from '../running/whileRunning';

/** Of the jobs that change images, a lab has one at a time, in all of the portal. */
const SLOT = 'images';

/** What a {@link LabImages} works with. */
export interface LabImagesOptions extends ImportServices, LabRecorder {
  readonly jobs: LabJobs;
}

/** An import that has started. */
export interface StartedImport extends StartedJob {
  /** Settles when an archive has come whole, and is right; rejects as it is not. */
  readonly received: Promise<void>;
}

/** Lists the images of labs, and imports others. */
export class LabImages {
  readonly #options: LabImagesOptions;
  readonly #slots: LabSlots;

  constructor(options: LabImagesOptions) {
    this.#options = options;
    const { concurrency } = options.settings.images;
    this.#slots = new LabSlots({
      perLab: 1,
      inAll: concurrency,
      explain: () => busy().message,
      explainAll: used =>
        `The portal is importing ${used} images into labs, the maximum at one time: try again in a moment.`,
    });
  }

  /** @throws TooManyRequestsError or ServiceUnavailableError */
  async list(lab: LabRecord): Promise<LabImageList> {
    const { listings, imageStore } = this.#options;
    const [{ nodes, platform, images }, imported] = await Promise.all([
      listings.of(lab),
      imageStore.list(lab),
    ]);
    const ids = new Map(imported.map(({ name, id }) => [name, id]));
    return {
      nodes: [...nodes],
      platform,
      items: images
        .map(image => ({
          ...image,
          names: [...image.names],
          nodes: [...image.nodes],
          imported: image.names.some(name => ids.get(name) === image.id),
        }))
        .sort(
          (a, b) =>
            Number(b.imported) - Number(a.imported) ||
            (a.names[0] ?? a.id).localeCompare(b.names[0] ?? b.id, 'en'),
        ),
    };
  }

  /**
   * Takes a place among the imports.
   * @returns what gives it back
   * @throws TooManyRequestsError
   */
  reserve(labId: string): () => void {
    return this.#slots.take(labId);
  }

  /**
   * Starts to import images into every node of a lab.
   *
   * @param context - sending: aborts when the sender of an archive has left;
   *   signal: ends the import whenever it aborts
   * @throws TooManyRequestsError when another job of the lab changes its images
   */
  async import(
    lab: LabRecord,
    source: ImageSource,
    context: {
      readonly createdBy: string;
      readonly sending: AbortSignal;
      readonly signal?: AbortSignal;
    },
  ): Promise<StartedImport> {
    const { createdBy, sending, signal } = context;
    const { jobs } = this.#options;
    const spec = {
      lab,
      type: 'images.import',
      createdBy,
      slot: SLOT,
      signal,
    } as const;
    if ('image' in source) {
      const { image } = source;
      const started = await exclusively(() =>
        jobs.start({
          ...spec,
          title: `Import of ${image}`,
          message: READING,
          params: { image, owner: lab.ownerRef },
        }),
      );
      return { ...started, received: Promise.resolve() };
    }
    let receive = () => {};
    let refuse: (error: unknown) => void = () => {};
    const received = new Promise<void>((resolve, reject) => {
      receive = resolve;
      refuse = reject;
    });
    const title = `Import of ${source.name ?? 'an image archive'}`;
    const started = await exclusively(() =>
      jobs.start({ ...spec, title, message: RECEIVING }, job =>
        whileRunning(job, this.#options, IMPORT_ACTIVITY, running =>
          importArchive(
            lab,
            source,
            { ...job, signal: running, sending, onReceived: receive },
            this.#options,
          ),
        ),
      ),
    );
    started.done.then(receive, refuse);
    received.catch(() => undefined);
    return { ...started, received };
  }

  /**
   * Copies the images that were imported into nodes that lack them, such as new ones.
   *
   * @returns the names of the images; undefined when another job of the lab changes
   *   its images, so that it must be tried again
   * @throws as LabProvider.spreadImages, and Error when a node lacks one still
   */
  async spread(lab: LabRecord): Promise<readonly string[] | undefined> {
    const { clusters, imageStore, jobs } = this.#options;
    const wanted = await imageStore.list(lab);
    if (wanted.length === 0) {
      return [];
    }
    let copied: string[] = [];
    const spec = {
      lab,
      type: 'images.spread',
      title: 'Images for new nodes',
      message: 'Checking which images the nodes lack',
      slot: SLOT,
    } as const;
    try {
      const { done } = await exclusively(() =>
        jobs.start(spec, async ({ signal, tell, step }) => {
          const doing = 'Importing images into nodes';
          step('import', doing);
          // Not beside a pause or the lab's end, which wait for the cluster.
          const running = RunningWatch.start(lab.id, this.#options);
          const imports = await clusters
            .change(
              lab,
              anySignal(signal, running.signal),
              (cluster, held) =>
                cluster.spreadImages(wanted, {
                  signal: held,
                  onProgress: (sent, total) =>
                    tell(doing, total > 0 ? (sent / total) * 100 : 100),
                }),
              { wait: true },
            )
            .finally(() => running.stop());
          assertInEveryNode(imports);
          copied = [...new Set(imports.flatMap(({ names }) => names))];
          return {
            message:
              copied.length === 0
                ? 'All nodes have all imported images.'
                : inEveryNode(copied),
            result: { names: copied },
          };
        }),
      );
      await done;
    } catch (error) {
      if (isError(error) && error.name === 'TooManyRequestsError') {
        return undefined;
      }
      throw error;
    }
    return copied;
  }
}

/** @throws TooManyRequestsError when another job of the lab changes its images */
async function exclusively(
  start: () => Promise<StartedJob>,
): Promise<StartedJob> {
  try {
    return await start();
  } catch (error) {
    throw isError(error) && error.name === 'ConflictError' ? busy() : error;
  }
}

function busy(): TooManyRequestsError {
  return new TooManyRequestsError(
    'An image is already being imported into this lab: wait until that import has ended, or cancel it.',
    1,
  );
}
