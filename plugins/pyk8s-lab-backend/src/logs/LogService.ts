import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabLogSources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Access } from '../access/Access';
import type { LabCaller } from '../callers/LabCaller';
import type { Clusters } from '../clusters/Clusters';
import type { LabProviders } from '../clusters/LabProviders';
import type { LabSettings } from '../config/LabSettings';
import type { LabOutputs, LabStore } from '../database';
import type { LabJobs } from '../jobs/LabJobs';
import { labPresenter, type LabPresenter } from '../labs/toLab';
import type { ChangeRate } from '../throttling/ChangeRate';
import type { LabSlots } from '../throttling/LabSlots';
import type { TemporaryFiles } from '../temporaryFiles/TemporaryFiles';
import { archiveLogs, archiveSlots, type LogArchiveTaker } from './archiveLogs';
import type { LabLogRequest, LabLogs, LogReader } from './LabLogs';
import { readLogs } from './readLogs';
import { readLogSources } from './readLogSources';

/** The dependencies of a {@link LogService}. */
export interface LogServiceOptions {
  readonly access: Access;
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly logs: LabLogs;
  readonly jobs: LabJobs;
  readonly temporaryFiles: TemporaryFiles;
  readonly clusters: Clusters;
  readonly settings: LabSettings;
  readonly providers: LabProviders;
  readonly changes: ChangeRate;
  readonly logger: LoggerService;
  /** Called after each change of a lab. */
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/** Reads the logs of labs. */
export class LogService {
  readonly #services: LogServiceOptions & {
    readonly show: LabPresenter;
    readonly archives: LabSlots;
  };

  constructor(options: LogServiceOptions) {
    const { settings, providers, now } = options;
    this.#services = {
      ...options,
      show: labPresenter(settings, providers, now),
      archives: archiveSlots(),
    };
  }

  /** What has logs in a lab. @throws NotFoundError or NotAllowedError */
  async sources(
    id: string,
    caller: LabCaller,
    { signal }: { signal: AbortSignal },
  ): Promise<LabLogSources> {
    return this.#services.access.run(
      'getLabLogSources',
      { caller, lab: id, signal },
      () => readLogSources(id, signal, this.#services),
    );
  }

  /**
   * Streams a log of a lab, and returns at its end or when the signal aborts.
   * @throws NotFoundError, NotAllowedError, InputError, ConflictError when a cluster
   *   is asked that does not run, an error of status 429, or ServiceUnavailableError
   */
  async read(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void> {
    return this.#services.access.run(
      'getLabLogs',
      { caller, lab: id, signal: reader.signal },
      (entitled, signal) =>
        readLogs(id, request, entitled, { ...reader, signal }, this.#services),
    );
  }

  /**
   * Writes all logs of a lab into an archive, and returns at its end.
   * @throws NotFoundError, NotAllowedError, ConflictError when the lab is not RUNNING,
   *   an error of status 429, or ServiceUnavailableError; whatever the signal aborts
   *   with
   */
  async archive(
    id: string,
    caller: LabCaller,
    taker: LogArchiveTaker,
  ): Promise<void> {
    const { access, changes } = this.#services;
    return access.run(
      'getLabLogsArchive',
      { caller, lab: id, signal: taker.signal },
      async (entitled, signal) => {
        changes.count(entitled);
        return archiveLogs(id, entitled, { ...taker, signal }, this.#services);
      },
    );
  }
}
