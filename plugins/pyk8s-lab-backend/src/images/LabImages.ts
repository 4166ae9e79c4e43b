import { isError, NotAllowedError, toError } from '@backstage/errors';
import type { LabImageList } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ImageSettings } from '../config';
import type { LabRecord } from '../database';
import { TooManyRequestsError } from '../errors';
import type {
  JobOutcome,
  JobSpec,
  LabJobs,
  StartedJob,
  JobContext,
} from '../jobs';
import type { Clusters } from '../clusters';
import { anySignal, LabSlots } from '../limits';
import type { Spool } from '../spool';
import { parseImageName } from './archive';
import type { ImageListings } from './ImageListings';
import { importArchive, inEveryNode, type ImageSource } from './importArchive';
import { isMeant } from './imagePatterns';

/** Of the jobs that change images, a lab has one at a time, in all of the portal. */
const SLOT = 'images';
/** What nodes call their images is theirs to decide. */
const MAX_NAMES = 100;

/** What a {@link LabImages} works with. */
export interface LabImagesOptions {
  readonly clusters: Clusters;
  readonly settings: { readonly images: ImageSettings };
  readonly listings: ImageListings;
  readonly jobs: LabJobs;
  readonly spool: Spool;
}

/** An import that has begun. */
export interface StartedImport extends StartedJob {
  /** Settles when an archive has come whole, and is right; rejects as it is not. */
  readonly received: Promise<void>;
}

/** Lists the images of labs, and brings some in. */
export class LabImages {
  readonly #options: LabImagesOptions;
  readonly #slots: LabSlots;

  static create(options: LabImagesOptions): LabImages {
    return new LabImages(options);
  }

  private constructor(options: LabImagesOptions) {
    this.#options = options;
    const { concurrency } = options.settings.images;
    this.#slots = LabSlots.create({
      perLab: 1,
      inAll: concurrency,
      explain: () => busy().message,
      explainAll: used =>
        `The portal is importing ${used} images into labs, the maximum at one time: try again in a moment.`,
    });
  }

  /** @throws TooManyRequestsError or ServiceUnavailableError */
  async list(lab: LabRecord): Promise<LabImageList> {
    const { nodes, platform, images } = await this.#options.listings.of(lab);
    return {
      nodes: [...nodes],
      platform,
      items: images
        .map(image => ({
          ...image,
          names: [...image.names],
          nodes: [...image.nodes],
        }))
        .sort(
          (a, b) =>
            Number(b.imported) - Number(a.imported) ||
            (a.names[0] ?? a.id).localeCompare(b.names[0] ?? b.id, 'en'),
        ),
    };
  }

  /**
   * What an image of the lab host is called in full.
   * @throws InputError when that is not an image name, or NotAllowedError
   */
  allowedHostImage(image: string): string {
    const name = parseImageName(image);
    const { hostImages } = this.#options.settings.images;
    if (!hostImages.some(pattern => isMeant(pattern, name))) {
      throw new NotAllowedError(
        hostImages.length === 0
          ? 'Images of the lab host cannot be imported by name here: send an archive of docker save instead.'
          : `The image ${name} of the lab host may not be imported: choose one of ${hostImages
              .map(({ text }) => text)
              .join(', ')}, or send an archive of docker save.`,
      );
    }
    return name;
  }

  /**
   * Takes a place among those who bring images in.
   * @returns what gives it back
   * @throws TooManyRequestsError
   */
  reserve(labId: string): () => void {
    return this.#slots.take(labId);
  }

  /**
   * Begins to bring images into every node of a lab.
   *
   * @param context - sending: aborts when whoever sends the archive has left;
   *   signal: ends the import whenever it aborts; explain: says what is behind a
   *   failure; record: called with how it ended, as a part of the job
   * @throws TooManyRequestsError when another job of the lab changes its images
   */
  async import(
    lab: LabRecord,
    source: ImageSource,
    context: {
      readonly createdBy: string;
      readonly sending: AbortSignal;
      readonly signal?: AbortSignal;
      readonly explain: (error: unknown) => Promise<unknown>;
      readonly record: (message: string, jobId: string) => Promise<void>;
    },
  ): Promise<StartedImport> {
    const { createdBy, sending, signal, explain, record } = context;
    const [what, message] =
      'image' in source
        ? [source.image, 'Reading the image from the lab host']
        : [source.name ?? 'an image archive', 'Receiving the archive'];
    let receive = () => {};
    let refuse: (error: unknown) => void = () => {};
    const received = new Promise<void>((resolve, reject) => {
      receive = resolve;
      refuse = reject;
    });
    const spec = {
      lab,
      type: 'images.import',
      title: `Import of ${what}`,
      message,
      createdBy,
      slot: SLOT,
    } as const;
    const started = await this.#start(spec, async job => {
      try {
        const outcome = await importArchive(
          lab,
          source,
          {
            tell: job.tell,
            signal: anySignal(job.signal, signal),
            sending,
            onReceived: receive,
          },
          this.#options,
        );
        await record(outcome.message, job.id);
        return outcome;
      } catch (cause) {
        const error = toError(await explain(cause).catch(() => cause));
        await record(`The image was not imported: ${error.message}`, job.id);
        throw error;
      }
    });
    started.done.then(receive, refuse);
    received.catch(() => undefined);
    return { ...started, received };
  }

  /**
   * Brings the images that people have brought in into nodes that lack them, such as
   * new ones.
   *
   * @returns the names of the images; undefined when another job of the lab changes
   *   its images, so that it is to be tried again
   * @throws ServiceUnavailableError, or as LabProvider.spreadImages
   */
  async spread(lab: LabRecord): Promise<readonly string[] | undefined> {
    const { clusters, listings } = this.#options;
    const { nodes, images } = await listings.of(lab);
    const isMissing = images.some(
      image => image.imported && image.nodes.length < nodes.length,
    );
    if (!isMissing) {
      return [];
    }
    let brought: readonly string[] = [];
    const spec = {
      lab,
      type: 'images.spread',
      title: 'Images for new nodes',
      message: 'Checking which images the nodes lack',
      slot: SLOT,
    } as const;
    try {
      const { done } = await this.#start(spec, async ({ signal, tell }) => {
        brought = (
          await clusters.of(lab).spreadImages({
            signal,
            onProgress: (sent, total) =>
              tell(
                'Importing images into nodes',
                total > 0 ? (sent / total) * 100 : 100,
              ),
          })
        ).slice(0, MAX_NAMES);
        return {
          message:
            brought.length === 0
              ? 'All nodes have all imported images.'
              : inEveryNode(brought),
          result: { names: [...brought] },
        };
      });
      await done;
    } catch (error) {
      if (isError(error) && error.name === 'TooManyRequestsError') {
        return undefined;
      }
      throw error;
    }
    return brought;
  }

  async #start(
    spec: JobSpec,
    work: (context: JobContext) => Promise<JobOutcome>,
  ): Promise<StartedJob> {
    try {
      return await this.#options.jobs.start(spec, work);
    } catch (error) {
      throw isError(error) && error.name === 'ConflictError' ? busy() : error;
    }
  }
}

function busy(): TooManyRequestsError {
  return new TooManyRequestsError(
    'An image is already being imported into this lab: wait until that import has ended, or cancel it.',
    1,
  );
}
