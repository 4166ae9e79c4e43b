import type { LabCaller } from '../callers/LabCaller';
import type { ImageSettings } from '../config/LabSettings';
import type { LabStore } from '../database';
import { beginUse } from '../running/beginUse';
import { allowedHostImage, IMPORTING } from './hostImages';
import type { ImageSource } from './importArchive';
import type { LabImages, StartedImport } from './LabImages';

/** What an import is ended by. */
export interface ImportOptions {
  /** Aborts when the sender of the archive has left. */
  readonly sending: AbortSignal;
  /** Ends the import, whatever it is doing. */
  readonly signal?: AbortSignal;
}

/**
 * Starts to import images into a running lab.
 * @throws InputError, NotAllowedError, ConflictError or TooManyRequestsError
 */
export async function importImage(
  id: string,
  source: ImageSource,
  caller: LabCaller,
  options: ImportOptions,
  services: {
    readonly store: LabStore;
    readonly images: LabImages;
    readonly settings: { readonly images: ImageSettings };
    readonly now: () => Date;
  },
): Promise<StartedImport> {
  const { images, settings } = services;
  const wanted =
    'image' in source
      ? { image: allowedHostImage(source.image, settings.images) }
      : source;
  const lab = await beginUse(id, IMPORTING, caller, services);
  const giveBack = images.reserve(id);
  try {
    const started = await images.import(lab, wanted, {
      ...options,
      createdBy: caller.userRef,
    });
    started.done.then(giveBack, giveBack);
    return started;
  } catch (error) {
    giveBack();
    throw error;
  }
}
