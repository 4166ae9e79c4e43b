import { isError, NotFoundError } from '@backstage/errors';
import {
  labExecPermission,
  labLogsPermission,
  type ExecRequest,
  type ExecResult,
  type LabImageList,
  type LabJob,
  type LabJobList,
  type LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers';
import type { ImageSource } from '../images';
import type { KubeAnswer, KubeExchange, KubeRequest } from '../kube';
import { anySignal } from '../limits';
import type { LabLogRequest, LogReader } from '../logs';
import {
  RightsWatch,
  type Decide,
  type LabGate,
  type WatchOptions,
} from '../permissions';
import type { LogArchiveTaker } from './archiveLogs';
import type { ExecOptions } from './execInLab';
import type { ImportOptions } from './importImage';
import { kubeDecision, signedInLimit } from './kubeRights';
import type { BegunImport, LabWork, ListJobsRequest } from './LabWork';

/** What an {@link AuthorizedLabWork} works with. */
export interface AuthorizedLabWorkOptions {
  readonly inner: LabWork;
  readonly gate: LabGate;
  /** How the rights to what goes on are asked again. */
  readonly watch?: WatchOptions;
}

/**
 * Lets a caller do in labs only what the portal's permission policy allows, for as
 * long as it does.
 */
export class AuthorizedLabWork implements LabWork {
  readonly #inner: LabWork;
  readonly #gate: LabGate;
  readonly #watchOptions: WatchOptions;

  static create(options: AuthorizedLabWorkOptions): AuthorizedLabWork {
    return new AuthorizedLabWork(options);
  }

  private constructor(options: AuthorizedLabWorkOptions) {
    this.#inner = options.inner;
    this.#gate = options.gate;
    this.#watchOptions = options.watch ?? {};
  }

  async exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult> {
    return this.#whileAllowed(
      asker =>
        this.#gate.assertMay(
          'run commands in it',
          labExecPermission,
          id,
          asker,
        ),
      caller,
      options.signal,
      (entitled, signal) =>
        this.#inner.exec(id, request, entitled, { ...options, signal }),
    );
  }

  async logSources(
    id: string,
    caller: LabCaller,
    options: { signal: AbortSignal },
  ): Promise<LabLogSources> {
    const { entitled } = await this.#gate.assertMay(
      'read its logs',
      labLogsPermission,
      id,
      caller,
    );
    return this.#inner.logSources(id, entitled, options);
  }

  async logs(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void> {
    return this.#whileAllowed(
      asker =>
        this.#gate.assertMay('read its logs', labLogsPermission, id, asker),
      caller,
      reader.signal,
      (entitled, signal) =>
        this.#inner.logs(id, request, entitled, { ...reader, signal }),
    );
  }

  async logsArchive(
    id: string,
    caller: LabCaller,
    taker: LogArchiveTaker,
  ): Promise<void> {
    return this.#whileAllowed(
      asker =>
        this.#gate.assertMay('read its logs', labLogsPermission, id, asker),
      caller,
      taker.signal,
      (entitled, signal) =>
        this.#inner.logsArchive(id, entitled, { ...taker, signal }),
    );
  }

  async kube(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    exchange: KubeExchange,
  ): Promise<KubeAnswer> {
    const signedIn = signedInLimit(caller);
    try {
      return await this.#whileAllowed(
        kubeDecision(id, request, this.#gate),
        caller,
        anySignal(exchange.left, signedIn?.signal),
        (entitled, signal) =>
          this.#inner.kube(id, request, entitled, { ...exchange, signal }),
      );
    } finally {
      signedIn?.stop();
    }
  }

  async images(id: string, caller: LabCaller): Promise<LabImageList> {
    await this.#gate.assertReadable(id, caller);
    return this.#inner.images(id, caller);
  }

  async importImage(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<BegunImport> {
    const decide: Decide = asker =>
      this.#gate.assertMay(
        'bring images into it',
        labExecPermission,
        id,
        asker,
      );
    const { entitled } = await decide(caller);
    const watch = RightsWatch.start({ ...this.#watchOptions, caller, decide });
    try {
      const started = await this.#inner.importImage(id, source, entitled, {
        ...options,
        signal: anySignal(options.signal, watch.signal),
      });
      // The job goes on when the request has its answer, and so does the watch.
      started.done.catch(() => undefined).finally(() => watch.stop());
      return started;
    } catch (error) {
      watch.stop();
      throw error;
    }
  }

  async jobs(request: ListJobsRequest, caller: LabCaller): Promise<LabJobList> {
    return this.#inner.jobs(request, await this.#gate.asReader(caller));
  }

  async job(id: string, caller: LabCaller): Promise<LabJob> {
    const job = await this.#inner.job(id, caller);
    await this.#assertJobReadable(job, caller);
    return job;
  }

  async cancelJob(id: string, caller: LabCaller): Promise<LabJob> {
    const job = await this.#inner.job(id, caller);
    await this.#assertJobReadable(job, caller);
    // Services may share a user, and have tokens with different restrictions.
    if (caller.isService || job.createdBy !== caller.userRef) {
      await this.#gate.assertMay(
        'end what others do in it',
        labExecPermission,
        job.labId,
        caller,
      );
    }
    return this.#inner.cancelJob(id, caller);
  }

  /** A job of a lab that the caller may not see is not there. */
  async #assertJobReadable(job: LabJob, caller: LabCaller): Promise<void> {
    try {
      await this.#gate.assertReadable(job.labId, caller);
    } catch (error) {
      throw isError(error) && error.name === 'NotFoundError'
        ? new NotFoundError(`There is no job with the id ${job.id}.`)
        : error;
    }
  }

  /**
   * Does what may take long, and ends it soon after the rights to it are gone.
   * @throws what the rights end with
   */
  async #whileAllowed<T>(
    decide: Decide,
    caller: LabCaller,
    signal: AbortSignal,
    act: (entitled: LabCaller, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { entitled } = await decide(caller);
    const watch = RightsWatch.start({
      ...this.#watchOptions,
      caller,
      decide,
    });
    try {
      const result = await act(
        entitled,
        AbortSignal.any([signal, watch.signal]),
      );
      watch.signal.throwIfAborted();
      return result;
    } finally {
      watch.stop();
    }
  }
}
