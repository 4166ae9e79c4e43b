import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { createLabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const PLUGIN_ID = 'pyk8s-lab';

/** The user who started the task of a step. */
export interface Initiator {
  getInitiatorCredentials(): Promise<BackstageCredentials>;
}

/** The scaffolder's access to labs. */
export class LabAccess {
  readonly #options: {
    auth: Pick<AuthService, 'getPluginRequestToken'>;
    discovery: DiscoveryService;
    appUrl: string;
  };

  /** @param options - appUrl: the address of the portal's pages */
  static create(options: {
    auth: Pick<AuthService, 'getPluginRequestToken'>;
    discovery: DiscoveryService;
    appUrl: string;
  }): LabAccess {
    return new LabAccess(options);
  }

  private constructor(options: {
    auth: Pick<AuthService, 'getPluginRequestToken'>;
    discovery: DiscoveryService;
    appUrl: string;
  }) {
    this.#options = options;
  }

  /**
   * The API client of the user who started the task.
   *
   * @param signal - aborts every pending call
   */
  labsOf(initiator: Initiator, signal?: AbortSignal): LabApi {
    return createLabClient({
      ...this.#options,
      onBehalfOf: () => initiator.getInitiatorCredentials(),
      signal,
    });
  }

  /** The address of a lab's page. */
  pageOf(lab: Pick<Lab, 'links'>): string {
    return `${this.#options.appUrl.replace(/(?<!\/)\/+$/, '')}${
      lab.links.self
    }`;
  }

  /**
   * The address of a lab's kubeconfig, for signed-in users with permission. The address
   * alone gives no access.
   */
  async kubeconfigUrlOf(lab: Pick<Lab, 'id'>): Promise<string> {
    const base = await this.#options.discovery.getExternalBaseUrl(PLUGIN_ID);
    return `${base}/labs/${encodeURIComponent(lab.id)}/kubeconfig`;
  }
}
