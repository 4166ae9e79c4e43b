import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isRunning } from '../jobs/describe';
import type { ImageImport } from './ImageImports';

/** Something that brings images into a lab, as a person sees it. */
export type ProgressRow =
  | { readonly kind: 'import'; readonly import: ImageImport }
  | {
      readonly kind: 'job';
      readonly job: LabJob;
      /** What this page sends for it. */
      readonly import?: ImageImport;
    };

/** How many jobs that have ended are of interest. */
const ENDED_SHOWN = 5;

/**
 * What goes on or has ended, the newest first. An import and the job that the
 * server has of it are one row.
 *
 * @param me - the entity ref of who looks; undefined until it is known
 */
export function progressRows(
  imports: readonly ImageImport[],
  jobs: readonly LabJob[],
  me: string | undefined,
): ProgressRow[] {
  const byJob = new Map<string, ImageImport>();
  // The newest first: of two with one name, it is the one with the newest job.
  const alone = [...imports].reverse().filter(one => {
    const job = jobOf(
      one,
      jobs.filter(({ id, createdBy }) => createdBy === me && !byJob.has(id)),
    );
    if (job) {
      byJob.set(job.id, one);
    }
    return !job;
  });
  const ended = jobs.filter(job => !isRunning(job)).slice(0, ENDED_SHOWN);
  return [
    ...alone.map(one => ({ kind: 'import' as const, import: one })),
    ...jobs
      .filter(job => isRunning(job) || ended.includes(job))
      .map(job => ({
        kind: 'job' as const,
        job,
        import: byJob.get(job.id),
      })),
  ];
}

/**
 * The job of an import, of which the server's answer comes only at its end.
 *
 * @param mine - jobs of the same person, the newest first
 */
function jobOf(
  { name, phase, earlierJobs }: ImageImport,
  mine: readonly LabJob[],
): LabJob | undefined {
  if (!earlierJobs) {
    return undefined;
  }
  const later = mine.filter(
    ({ id, type }) => type === 'images.import' && !earlierJobs.has(id),
  );
  const named = later.find(({ title }) => title.includes(name));
  // Only one is sent at a time.
  return named ?? (phase === 'sending' ? later.find(isRunning) : undefined);
}
