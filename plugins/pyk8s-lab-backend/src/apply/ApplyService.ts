import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Readable } from 'node:stream';
import type { Access } from '../access/Access';
import type { LabCaller } from '../callers/LabCaller';
import type { Clusters } from '../clusters/Clusters';
import type { LabSettings } from '../config/LabSettings';
import type { LabStore } from '../database';
import { toJob } from '../jobs/toJob';
import type { JobOutcome, StartedJob } from '../jobs/JobHandler';
import type { LabJobs } from '../jobs/LabJobs';
import { anySignal } from '../throttling/anySignal';
import { LabSlots } from '../throttling/LabSlots';
import type { ChangeRate } from '../throttling/ChangeRate';
import { beginUse, notRunning } from '../running/beginUse';
import { whileRunning } from '../running/whileRunning';
import { applyManifests } from './applyManifests';
import type { ApplyRequest } from './ApplyRequest';
import { assertKubectlAllowed } from './LabKubectl';
import type { ManifestArchive } from './readArchive';
import { receiveArchive } from './receiveArchive';

const DOING = 'Manifests are applied';
const ACTIVITY = {
  type: 'lab.apply',
  failed: 'Manifests were not applied',
} as const;
const PER_LAB = 4;
/** Each holds its archive in memory until it has been applied. */
const IN_ALL = 8;
const MAX_TITLE = 120;

/** The dependencies of an {@link ApplyService}. */
export interface ApplyServiceOptions {
  readonly access: Access;
  readonly store: LabStore;
  readonly clusters: Clusters;
  readonly settings: Pick<LabSettings, 'exec'>;
  readonly jobs: LabJobs;
  readonly changes: ChangeRate;
  readonly logger: LoggerService;
  /** Called after each change of a lab. */
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/** What is being applied. */
export interface StartedApply {
  readonly job: LabJob;
  /** Settles when it has ended. */
  readonly done: Promise<JobOutcome>;
}

/** Applies manifests to labs. */
export class ApplyService {
  readonly #services: ApplyServiceOptions;
  readonly #slots = new LabSlots({
    perLab: PER_LAB,
    inAll: IN_ALL,
    explain: used =>
      `Manifests are being applied to this lab ${used} times, the maximum at one time: wait until one has ended.`,
    explainAll: used =>
      `The portal is applying manifests to ${used} labs, the maximum at one time: try again in a moment.`,
  });

  constructor(options: ApplyServiceOptions) {
    this.#services = options;
  }

  /**
   * Applies manifests to a running lab, as a job. Returns when the archive has been
   * received and checked.
   *
   * @param options - sending: aborts when the sender of the archive has left;
   *   signal: ends the job whenever it aborts
   * @throws NotFoundError, InputError, NotAllowedError, ConflictError when the lab is
   *   not RUNNING, an error of status 408, 413 or 429
   */
  async apply(
    id: string,
    request: ApplyRequest,
    body: Readable,
    caller: LabCaller,
    options: { readonly sending?: AbortSignal; readonly signal?: AbortSignal },
  ): Promise<StartedApply> {
    const { access, changes } = this.#services;
    const { paths, namespace, kustomize, serverSide } = request;
    return access.run(
      'applyToLab',
      {
        caller,
        lab: id,
        signal: options.signal,
        meta: { paths: [...paths], namespace, kustomize, serverSide },
        // How it ends is in the job, and in the lab's activity.
        describe: ({ job }) => ({ jobId: job.id }),
        until: ({ done }) => done,
      },
      async (entitled, signal) => {
        changes.count(entitled);
        const { job, done } = await this.#start(id, request, body, entitled, {
          receiving: anySignal(signal, options.sending),
          signal,
        });
        return { job: toJob(job), done };
      },
    );
  }

  async #start(
    id: string,
    request: ApplyRequest,
    body: Readable,
    caller: LabCaller,
    { receiving, signal }: { receiving: AbortSignal; signal: AbortSignal },
  ): Promise<StartedJob> {
    const { store, jobs, settings, clusters } = this.#services;
    assertKubectlAllowed(settings.exec.commands);
    // Before the archive is read, which a paused lab is not sent for.
    const before = await store.get(id);
    if (before && before.status !== 'RUNNING') {
      throw notRunning(before, DOING);
    }
    const giveBack = this.#slots.take(id);
    try {
      const archive = await receiveArchive(body, receiving);
      assertContains(archive, request);
      const lab = await beginUse(id, DOING, caller, this.#services);
      const started = await jobs.start(
        {
          lab,
          type: 'apply',
          title: titleOf(request),
          message: 'Applying manifests',
          createdBy: caller.userRef,
          signal,
        },
        job =>
          whileRunning(job, this.#services, ACTIVITY, running =>
            applyManifests(lab, request, archive, {
              job,
              signal: running,
              clusters,
            }),
          ),
      );
      started.done.then(giveBack, giveBack);
      return started;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}

/** @throws InputError for a path that is not in the archive */
function assertContains(
  { entries }: ManifestArchive,
  { paths, kustomize }: ApplyRequest,
): void {
  for (const path of paths) {
    const type = path === '.' ? 'directory' : entries.get(path);
    if (type === undefined) {
      throw new InputError(`The archive has no "${path}".`);
    }
    if (kustomize && type !== 'directory') {
      throw new InputError(
        `"${path}" is a file: of a kustomization, give the folder.`,
      );
    }
  }
}

function titleOf({ paths, kustomize }: ApplyRequest): string {
  const named = paths.filter(path => path !== '.').join(', ');
  const title = `Apply ${
    named || (kustomize ? 'a kustomization' : 'manifests')
  }`;
  return title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE)}…` : title;
}
