import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  formatBytes,
  type LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import type { LabOutputs, LabRecord, LabStore } from '../database';
import { JobCancelledError } from '../jobs/JobRunner';
import type { JobContext, JobOutcome } from '../jobs/JobHandler';
import type { LabJobs } from '../jobs/LabJobs';
import type { Clusters } from '../clusters/Clusters';
import { anySignal } from '../limits/anySignal';
import { IdleLimit } from '../limits/IdleLimit';
import { LabSlots } from '../limits/LabSlots';
import { writeLogArchive } from './archive/writeLogArchive';
import type { LogArchiveContent } from './archive/LogArchive';
import type { Spool } from '../spool/Spool';
import { beginUse, keepInUse } from '../running/beginUse';
import { toLabEvent, type LabPresenter } from '../labs/toLab';
import { typesOf } from '../labs/activity';

const DOING = 'All logs can be downloaded';
const PAGE = 200;
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
  /** Called when nothing is refused any more, before anything is written. */
  readonly onStart: (start: { jobId: string; fileName: string }) => void;
  readonly output: Writable;
}

interface Services {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly archives: LabSlots;
  readonly logger: LoggerService;
  readonly jobs: LabJobs;
  readonly spool: Spool;
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

/** Whoever takes all that a lab has written is known to those whose lab it is. */
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
  return LabSlots.create({
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
  const { spool, settings } = services;
  const left = new AbortController();
  const leave = () => {
    // Whoever has all of it leaves, too.
    if (!taker.output.writableFinished) {
      left.abort(
        new JobCancelledError(
          'The client disconnected before it was sent completely.',
        ),
      );
    }
  };
  const place = await spool.place();
  const idle = IdleLimit.create(
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
        spool: place.directory,
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

async function contentOf(
  lab: LabRecord,
  place: string,
  onGathered: () => void,
  { outputs, clusters, show, store }: Services,
): Promise<LogArchiveContent> {
  return {
    name: lab.name,
    lab: show(lab),
    events: eventsOf(lab, store),
    runs: (await outputs.runs(lab.id)).map(({ attempt, runId }) => ({
      attempt,
      text: textOf({ labId: lab.id, runId }, outputs),
    })),
    async cluster(options) {
      const directory = join(place, 'cluster');
      await mkdir(directory);
      const { truncated } = await clusters
        .of(lab)
        .exportLogs({ ...options, directory });
      onGathered();
      return { directory, truncated };
    },
  };
}

/** What happened to a lab, the oldest first. */
async function* eventsOf(
  lab: LabRecord,
  store: LabStore,
): AsyncGenerator<LabEvent> {
  let after = 0;
  for (;;) {
    const events = await store.listEvents(lab.id, {
      after,
      limit: PAGE,
      types: typesOf(),
    });
    yield* events.map(toLabEvent);
    after = events.at(-1)?.seq ?? after;
    if (events.length < PAGE) {
      return;
    }
  }
}

/** What was printed in one go at making a lab. */
async function* textOf(
  run: { readonly labId: string; readonly runId: string },
  outputs: LabOutputs,
): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const pieces = await outputs.read(run, { after, limit: PAGE });
    yield* pieces.map(({ text }) => text);
    after = pieces.at(-1)?.id ?? after;
    if (pieces.length < PAGE) {
      return;
    }
  }
}
