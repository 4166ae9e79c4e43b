import type { ImageImportContext } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ImagesToSpread } from './imagesToSpread';

/** How much of several images has been sent, one after the other. */
export class SpreadProgress {
  readonly #context: Pick<ImageImportContext, 'onProgress'>;
  readonly #totalBytes: number;
  #beforeBytes = 0;
  #sentBytes = 0;

  constructor(
    images: readonly ImagesToSpread[],
    context: Pick<ImageImportContext, 'onProgress'>,
  ) {
    this.#context = context;
    this.#totalBytes = images.reduce(
      (sum, { sizeBytes, to }) => sum + sizeBytes * to.length,
      0,
    );
  }

  /** What is told of the next image. */
  next(): ImageImportContext['onProgress'] {
    this.#beforeBytes = this.#sentBytes;
    return sentBytes => {
      this.#sentBytes = this.#beforeBytes + sentBytes;
      // What is around the layers is sent, too.
      this.#context.onProgress(
        this.#sentBytes,
        Math.max(this.#sentBytes, this.#totalBytes),
      );
    };
  }
}
