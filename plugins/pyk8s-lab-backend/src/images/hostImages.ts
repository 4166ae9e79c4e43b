import { ConflictError, NotAllowedError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { ImageSettings } from '../config/LabSettings';
import { findLab } from '../database';
import type { JobContext, JobHandler, JobOutcome } from '../jobs/JobHandler';
import { notRunning } from '../running/beginUse';
import { parseImageName } from './archive/imageName';
import { isMeant } from './imagePatterns';
import { importArchive, type ImportServices } from './importArchive';
import { whileRunning, type LabRecorder } from '../running/whileRunning';

/** What imports are refused with while a lab does not run, as the start of a sentence. */
export const IMPORTING = 'Images can be imported';

/** How imports are told in the activity of labs. */
export const IMPORT_ACTIVITY = {
  type: 'lab.image',
  failed: 'The image was not imported',
} as const;

/**
 * What an image of the lab host is called in full.
 * @throws InputError when that is not an image name, or NotAllowedError
 */
export function allowedHostImage(
  image: string,
  { hostImages }: ImageSettings,
): string {
  const name = parseImageName(image);
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
 * How images are imported: one of the lab host by its name, in any replica; an archive
 * only where it was received.
 */
export function importJobs(services: ImportServices & LabRecorder): JobHandler {
  return {
    interrupted:
      'The portal was stopped while the archive was imported: send it again.',
    run: (job, params) => importHostImage(job, params, services),
  };
}

async function importHostImage(
  job: JobContext,
  { image, owner }: JsonObject,
  services: ImportServices & LabRecorder,
): Promise<JobOutcome> {
  const name = allowedHostImage(String(image), services.settings.images);
  const lab = await findLab(job.labId, services.store);
  // After a restart nothing else checks the rights of the caller.
  if (lab.ownerRef !== owner) {
    throw new ConflictError(
      'The lab was transferred to another owner: import the image again.',
    );
  }
  if (lab.status !== 'RUNNING') {
    throw notRunning(lab, IMPORTING);
  }
  return whileRunning(job, services, IMPORT_ACTIVITY, signal =>
    importArchive(lab, { image: name }, { ...job, signal }, services),
  );
}
