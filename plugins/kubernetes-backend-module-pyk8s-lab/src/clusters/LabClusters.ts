import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabAccess } from '../api';
import { AccessCache } from './AccessCache';
import { assertAnswers } from './answers';
import { readKubeconfig } from './readKubeconfig';
import { toClusterDetails } from './toClusterDetails';
import { TroubleLog } from './TroubleLog';
import { withinTime } from './withinTime';

/** How long a page of the portal waits for access to labs, in milliseconds. */
const PATIENCE_MS = 8_000;

/** What a {@link LabClusters} works with. */
export interface LabClustersOptions {
  readonly access: Pick<LabAccess, 'runningLabs' | 'viewerKubeconfig'>;
  readonly auth: Pick<AuthService, 'isPrincipal'>;
  readonly logger: LoggerService;
  /** In milliseconds. */
  readonly patienceMs?: number;
}

/** The labs that one person may read, as they were when this was asked for. */
export interface ViewersLabs {
  /** The entity ref of the person. */
  readonly viewerRef: string;
  /** Those that run and have a cluster, the newest first. */
  readonly labs: readonly Lab[];
  /**
   * The clusters of some of them, without those that cannot be had.
   * @param options - mustAnswer: leaves out what does not answer right now as well
   */
  open(
    labs: readonly Lab[],
    options?: { mustAnswer?: boolean },
  ): Promise<ClusterDetails[]>;
}

/**
 * Labs as clusters, for those who may read them. Never throws: what cannot be had is
 * left out and logged once, so that other clusters are shown all the same.
 */
export class LabClusters {
  readonly #access: LabClustersOptions['access'];
  readonly #auth: LabClustersOptions['auth'];
  readonly #patienceMs: number;
  readonly #cache = AccessCache.create();
  readonly #troubles: TroubleLog;

  static create(options: LabClustersOptions): LabClusters {
    return new LabClusters(options);
  }

  private constructor(options: LabClustersOptions) {
    this.#access = options.access;
    this.#auth = options.auth;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#troubles = new TroubleLog(options.logger);
  }

  /**
   * What somebody may read, asked anew each time.
   * @returns undefined for whoever is no person: labs are for people
   */
  async of(viewer: BackstageCredentials): Promise<ViewersLabs | undefined> {
    if (!this.#auth.isPrincipal(viewer, 'user')) {
      return undefined;
    }
    const viewerRef = viewer.principal.userEntityRef;
    const labs = await this.#list(viewer);
    this.#cache.prune(viewerRef, labs);
    return {
      viewerRef,
      labs,
      open: async (some, { mustAnswer = false } = {}) => {
        const opened = await Promise.all(
          some.map(async lab =>
            this.#tried(lab, async () => {
              const cluster = await this.#open(lab, viewer, viewerRef);
              if (mustAnswer) {
                await assertAnswers(cluster);
              }
              return cluster;
            }),
          ),
        );
        return opened.filter(cluster => cluster !== undefined);
      },
    };
  }

  async #list(viewer: BackstageCredentials): Promise<Lab[]> {
    try {
      const labs = await this.#access.runningLabs(viewer);
      this.#troubles.worked('list');
      return labs;
    } catch (error) {
      this.#troubles.failed(
        'list',
        'Labs cannot be listed, and are left out of the Kubernetes plugin',
        error,
      );
      return [];
    }
  }

  async #open(
    lab: Lab,
    viewer: BackstageCredentials,
    viewerRef: string,
  ): Promise<ClusterDetails> {
    const access = this.#cache.get(lab, viewerRef, async () =>
      readKubeconfig(await this.#access.viewerKubeconfig(lab.id, viewer)),
    );
    return toClusterDetails(
      lab,
      await withinTime(access, this.#patienceMs),
      viewerRef,
    );
  }

  async #tried<T>(lab: Lab, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#troubles.worked(lab.id);
      return result;
    } catch (error) {
      this.#troubles.failed(
        lab.id,
        `The lab "${lab.name}" of ${lab.owner} is left out of the Kubernetes plugin`,
        error,
      );
      return undefined;
    }
  }
}
