import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { JobWatch } from '../jobs/JobWatch';
import { LabSessions } from '../sessions';
import { ImageImports, type ImageImportsOptions } from './ImageImports';

/** What brings images into a lab: what this page sends, and the server's jobs. */
export interface ImageSession {
  readonly imports: ImageImports;
  readonly jobs: JobWatch;
}

const sessions = new LabSessions<ImageSession>(({ imports }) => imports.isBusy);

/**
 * The imports of images into a lab; kept until the portal's page is left.
 *
 * @param onSent - receives the outcome of each image that was sent; only the one of the first call
 *   for a lab is used
 */
export function imageSessionOf(
  labId: string,
  api: LabApi,
  onSent?: ImageImportsOptions['onSent'],
): ImageSession {
  return sessions.of(labId, api, () => {
    const jobs = JobWatch.create({
      labId,
      api,
      types: ['images.import', 'images.spread'],
    });
    return { jobs, imports: ImageImports.create({ labId, api, jobs, onSent }) };
  });
}
