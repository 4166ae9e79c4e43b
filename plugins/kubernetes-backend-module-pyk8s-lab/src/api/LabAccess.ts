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

/** The time limit of a list, in milliseconds: a page of the portal waits for it. */
const LIST_MS = 5_000;

/** The dependencies of a {@link LabAccess}. */
export interface LabAccessOptions {
  readonly auth: Pick<AuthService, 'getPluginRequestToken'>;
  readonly discovery: DiscoveryService;
}

/** Access to labs on behalf of the user of a page. */
export class LabAccess {
  readonly #options: LabAccessOptions;

  static create(options: LabAccessOptions): LabAccess {
    return new LabAccess(options);
  }

  private constructor(options: LabAccessOptions) {
    this.#options = options;
  }

  /**
   * The running labs that the user may read, newest first. Simulated labs are left out,
   * because they have no cluster.
   * @throws when the list is incomplete
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
   * A read-only kubeconfig of a lab, with a token that its cluster issues.
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
