import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { createLabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const PLUGIN_ID = 'pyk8s-lab';

/** Whoever started the task that a step belongs to. */
export interface Initiator {
  getInitiatorCredentials(): Promise<BackstageCredentials>;
}

/** The way from the scaffolder to labs. */
export class LabAccess {
  readonly #options: {
    auth: Pick<AuthService, 'getPluginRequestToken'>;
    discovery: DiscoveryService;
    appUrl: string;
  };

  /** @param options - appUrl: where people find the portal's pages */
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
   * The API of labs as the person who started the task may use it.
   *
   * @param signal - ends every call that is under way
   */
  labsOf(initiator: Initiator, signal?: AbortSignal): LabApi {
    return createLabClient({
      ...this.#options,
      onBehalfOf: () => initiator.getInitiatorCredentials(),
      signal,
    });
  }

  /** Where people look at a lab. */
  pageOf(lab: Pick<Lab, 'links'>): string {
    return `${this.#options.appUrl.replace(/(?<!\/)\/+$/, '')}${
      lab.links.self
    }`;
  }

  /**
   * Where whoever is signed in and may do so reads the kubeconfig of a lab. The
   * address itself gives nobody anything.
   */
  async kubeconfigUrlOf(lab: Pick<Lab, 'id'>): Promise<string> {
    const base = await this.#options.discovery.getExternalBaseUrl(PLUGIN_ID);
    return `${base}/labs/${encodeURIComponent(lab.id)}/kubeconfig`;
  }
}
