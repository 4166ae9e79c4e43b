import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { formatBytes } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Writable } from 'node:stream';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import type { LabOutputs, LabRecord, LabStore } from '../database';
import { JobCancelledError } from '../jobs/JobRunner';
import type { JobContext, JobOutcome } from '../jobs/JobHandler';
import type { LabJobs } from '../jobs/LabJobs';
import type { Clusters } from '../clusters/Clusters';
import { anySignal } from '../throttling/anySignal';
import { IdleLimit } from '../throttling/IdleLimit';
import { LabSlots } from '../throttling/LabSlots';
import { writeLogArchive } from './archive/writeLogArchive';
import { contentOf } from './archiveContent';
import type { TemporaryFiles } from '../temporaryFiles/TemporaryFiles';
import { beginUse, keepInUse } from '../running/beginUse';
import type { LabPresenter } from '../labs/toLab';

const DOING = 'All logs can be downloaded';
/** How many are gathered at once by this process. */
const AT_ONCE = 4;
/** How long one may take in all. */
const ARCHIVE_MS = 1_800_000;
/** How long nothing may be sent while the cluster's logs are gathered, and then. */
const GATHER_MS = 600_000;
const TAKE_MS = 60_000;

/** Who takes an archive of logs. */
export interface LogArchiveTaker {
  /** Ends the archive. */
  readonly signal: AbortSignal;
  /** Called after all checks, before anything is written. */
  readonly onStart: (start: { jobId: string; fileName: string }) => void;
  readonly output: Writable;
}

interface Services {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly archives: LabSlots;
  readonly logger: LoggerService;
  readonly jobs: LabJobs;
  readonly temporaryFiles: TemporaryFiles;
  readonly clusters: Clusters;
  readonly settings: Pick<LabSettings, 'logs'>;
  readonly show: LabPresenter;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Writes all logs of a running lab into an archive while they are gathered.
 * @throws NotFoundError, ConflictError, TooManyRequestsError or
 *   ServiceUnavailableError, or whatever the signal aborts with
 */
export async function archiveLogs(
  id: string,
  caller: LabCaller,
  taker: LogArchiveTaker,
  services: Services,
): Promise<void> {
  const { jobs, archives } = services;
  const giveBack = archives.take(id);
  let endUse = () => {};
  try {
    const lab = await beginUse(id, DOING, caller, services);
    endUse = keepInUse(id, services);
    const { done } = await jobs.start(
      {
        lab,
        type: 'logs.export',
        title: 'Download of all logs',
        message: 'Collecting the logs',
        createdBy: caller.userRef,
      },
      async job => {
        job.step('collect', 'Collecting the logs');
        await recordDownload(lab, caller, services);
        return write(lab, taker, job, services);
      },
    );
    await done;
  } finally {
    endUse();
    giveBack();
  }
}

/** The activity shows owners who downloaded all logs of their lab. */
async function recordDownload(
  { id }: LabRecord,
  caller: LabCaller,
  { store, now, onChanged }: Services,
): Promise<void> {
  await store.change(id, now(), () => ({
    set: {},
    events: [
      {
        type: 'lab.logs-download',
        message: 'Download of all logs requested.',
        actorRef: caller.userRef,
      },
    ],
  }));
  onChanged(id);
}

/** One archive of a lab at a time, and few in all: each is gathered on disk. */
export function archiveSlots(): LabSlots {
  return new LabSlots({
    perLab: 1,
    inAll: AT_ONCE,
    explain: () =>
      'All logs of this lab are being downloaded already: wait until that has ended, or cancel it.',
    explainAll: used =>
      `The portal is collecting the logs of ${used} labs, the maximum at one time: try again in a moment.`,
  });
}

async function write(
  lab: LabRecord,
  taker: LogArchiveTaker,
  { id: jobId, step, signal }: JobContext,
  services: Services,
): Promise<JobOutcome> {
  const { temporaryFiles, settings } = services;
  const left = new AbortController();
  const leave = () => {
    // A client that has all of it leaves, too.
    if (!taker.output.writableFinished) {
      left.abort(
        new JobCancelledError(
          'The client disconnected before it was sent completely.',
        ),
      );
    }
  };
  const place = await temporaryFiles.place();
  const idle = new IdleLimit(
    GATHER_MS,
    () => new JobCancelledError('The client stopped reading it.'),
  );
  taker.signal.addEventListener('abort', leave, { once: true });
  try {
    taker.signal.throwIfAborted();
    taker.onStart({ jobId, fileName: `${lab.name}-logs.tar.gz` });
    const { bytes, truncated, clusterError } = await writeLogArchive(
      await contentOf(
        lab,
        place.directory,
        () => {
          idle.refresh(TAKE_MS);
          step('send', 'Sending the logs');
        },
        services,
      ),
      {
        output: taker.output,
        maxBytes: settings.logs.maxArchiveBytes,
        temporaryFiles: place.directory,
        signal: anySignal(
          signal,
          left.signal,
          idle.signal,
          AbortSignal.timeout(ARCHIVE_MS),
        ),
        onSent: () => idle.refresh(),
      },
    );
    if (clusterError) {
      throw new ServiceUnavailableError(
        `Sent without the logs of the cluster, which could not be collected: ${clusterError.message}`,
      );
    }
    const size = formatBytes(bytes);
    return {
      message: truncated
        ? `${size} were sent; TRUNCATED.txt lists what was left out because of its size.`
        : `${size} were sent.`,
      result: { bytes, truncated },
    };
  } finally {
    idle.stop();
    taker.signal.removeEventListener('abort', leave);
    await place.remove();
  }
}
