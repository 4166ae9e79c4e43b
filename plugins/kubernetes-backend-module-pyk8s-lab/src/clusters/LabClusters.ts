import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabAccess } from '../api/LabAccess';
import { AccessCache, isRefusal } from './AccessCache';
import { assertAnswers } from './assertAnswers';
import { isOwn, toClusterDetails } from './toClusterDetails';
import { readKubeconfig, type ClusterAccess } from './readKubeconfig';
import { ProblemLog } from './ProblemLog';
import { RecentViews } from './RecentViews';

/**
 * Awaits a promise with a time limit; the promise itself continues.
 * @throws its error, or an Error with the time limit
 */
async function withinTime<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${limitMs / 1_000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * How long a page waits for access to labs, in milliseconds, and how long one cluster
 * may take, so that none delays the others for longer.
 */
const TIMEOUT_MS = 8_000;

/** The dependencies of {@link LabClusters}. */
export interface LabClustersOptions {
  readonly access: Pick<LabAccess, 'runningLabs' | 'viewerKubeconfig'>;
  readonly auth: Pick<AuthService, 'isPrincipal'>;
  readonly logger: LoggerService;
  /** In milliseconds. */
  readonly timeoutMs?: number;
}

/** The labs that one user may read, at the time of the call. */
export interface ViewersLabs {
  /** The entity ref of the user. */
  readonly viewerRef: string;
  /** The running ones with a cluster, newest first. */
  readonly labs: readonly Lab[];
  /** Those of them that the user owns or viewed recently. */
  readonly inUse: readonly Lab[];
  /** The clusters of some of them, without those whose access fails. */
  open(labs: readonly Lab[]): Promise<ClusterDetails[]>;
  /**
   * As `open`, for an immediate request: also without those that do not respond. Marks
   * them as viewed.
   */
  openResponsive(labs: readonly Lab[]): Promise<ClusterDetails[]>;
}

/**
 * Labs as clusters, for users who may read them. Never throws: labs whose access fails
 * are left out and logged once for each user, so that other clusters are still shown.
 * Labs without permission are left out without a warning.
 */
export class LabClusters {
  readonly #access: LabClustersOptions['access'];
  readonly #auth: LabClustersOptions['auth'];
  readonly #timeoutMs: number;
  readonly #cache = AccessCache.create();
  readonly #views = new RecentViews();
  readonly #problems: ProblemLog;

  static create(options: LabClustersOptions): LabClusters {
    return new LabClusters(options);
  }

  private constructor(options: LabClustersOptions) {
    this.#access = options.access;
    this.#auth = options.auth;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#problems = new ProblemLog(options.logger);
  }

  /**
   * The labs that the user may read, listed on each call.
   * @returns undefined for a service principal: labs are for users
   */
  async of(viewer: BackstageCredentials): Promise<ViewersLabs | undefined> {
    if (!this.#auth.isPrincipal(viewer, 'user')) {
      return undefined;
    }
    const viewerRef = viewer.principal.userEntityRef;
    const listed = await this.#list(viewer, viewerRef);
    if (listed) {
      this.#cache.prune(viewerRef, listed);
    }
    const labs = listed ?? [];
    const accessTo = async (lab: Lab) =>
      withinTime(
        this.#cache.get(lab, viewerRef, async () => this.#fetch(lab, viewer)),
        this.#timeoutMs,
      );
    return {
      viewerRef,
      labs,
      inUse: labs.filter(
        lab => isOwn(lab, viewerRef) || this.#views.has(lab, viewerRef),
      ),
      open: async some =>
        this.#each(some, viewerRef, async lab =>
          toClusterDetails(lab, await accessTo(lab), viewerRef),
        ),
      openResponsive: async some =>
        this.#each(some, viewerRef, async lab => {
          this.#views.add(lab, viewerRef);
          const access = await accessTo(lab);
          await assertAnswers(access).catch(error => {
            this.#cache.distrust(lab, viewerRef);
            throw error;
          });
          return toClusterDetails(lab, access, viewerRef);
        }),
    };
  }

  async #fetch(lab: Lab, viewer: BackstageCredentials): Promise<ClusterAccess> {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return readKubeconfig(
        await this.#access.viewerKubeconfig(lab.id, viewer, signal),
      );
    } catch (error) {
      throw signal.aborted
        ? new Error(`no answer within ${this.#timeoutMs / 1_000} s`)
        : error;
    }
  }

  /** @returns undefined when the list fails, which says nothing about any lab */
  async #list(
    viewer: BackstageCredentials,
    viewerRef: string,
  ): Promise<Lab[] | undefined> {
    const what = `list ${viewerRef}`;
    try {
      const labs = await this.#access.runningLabs(viewer);
      this.#problems.worked(what);
      return labs;
    } catch (error) {
      this.#problems.failed(
        what,
        'Labs cannot be listed, and are left out of the Kubernetes plugin',
        error,
      );
      return undefined;
    }
  }

  async #each<T>(
    labs: readonly Lab[],
    viewerRef: string,
    work: (lab: Lab) => Promise<T>,
  ): Promise<T[]> {
    const results = await Promise.all(
      labs.map(async lab => {
        const what = `${viewerRef} ${lab.id}`;
        try {
          const result = await work(lab);
          this.#problems.worked(what);
          return [result];
        } catch (error) {
          const text = `The lab "${lab.name}" of ${lab.owner} is left out of the Kubernetes plugin`;
          if (isRefusal(error)) {
            this.#problems.explain(text, error);
          } else {
            this.#problems.failed(what, text, error);
          }
          return [];
        }
      }),
    );
    return results.flat();
  }
}
