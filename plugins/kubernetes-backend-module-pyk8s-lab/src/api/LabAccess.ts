import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  labPages,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { createLabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** How long a list may take, in milliseconds: a page of the portal waits for it. */
const LIST_MS = 5_000;

/** What a {@link LabAccess} works with. */
export interface LabAccessOptions {
  readonly auth: Pick<AuthService, 'getPluginRequestToken'>;
  readonly discovery: DiscoveryService;
}

/** The way to labs, on behalf of the person who looks at a page of the portal. */
export class LabAccess {
  readonly #options: LabAccessOptions;

  static create(options: LabAccessOptions): LabAccess {
    return new LabAccess(options);
  }

  private constructor(options: LabAccessOptions) {
    this.#options = options;
  }

  /**
   * The labs that run and that somebody may read, the newest first. Those that are
   * simulated have no cluster.
   * @throws when they could not all be had
   */
  async runningLabs(viewer: BackstageCredentials): Promise<Lab[]> {
    const signal = AbortSignal.timeout(LIST_MS);
    const labs: Lab[] = [];
    for await (const page of labPages(this.#labsOf(viewer, signal), {
      status: ['RUNNING'],
      orderBy: 'createdAt,desc',
    })) {
      labs.push(...page);
    }
    return labs.filter(({ simulated }) => !simulated);
  }

  /**
   * A kubeconfig that can look at a lab and change nothing, with a token, which its
   * cluster makes.
   */
  async viewerKubeconfig(
    id: string,
    viewer: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<string> {
    return this.#labsOf(viewer, signal).getKubeconfig(id, {
      for: 'viewer',
      reach: 'portal',
    });
  }

  #labsOf(viewer: BackstageCredentials, signal: AbortSignal): LabApi {
    return createLabClient({
      ...this.#options,
      onBehalfOf: async () => viewer,
      signal,
    });
  }
}
