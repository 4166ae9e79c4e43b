import { ProviderUnavailableError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Access, Reach } from '../../config/KindSettings';
import {
  canJoinNetworks,
  type DockerHost,
  type KindContainer,
  type OwnContainer,
} from '../../docker/DockerHost';
import { isLocal } from '../../docker/connection/endpoint';
import type { DockerCallOptions } from '../../docker/DockerNetworks';
import { httpsUrl } from '../../kind/clusterConfig';

const API_PORT = 6443;

/**
 * Decides how the portal reaches its labs.
 *
 * @param own - the portal's container, if Docker lists it
 * @throws ProviderUnavailableError when the configured access is impossible
 */
export function decideAccess(
  configured: Access,
  own: OwnContainer | undefined,
): 'host' | 'network' {
  const canJoin = own !== undefined && canJoinNetworks(own);
  if (configured === 'network' && !canJoin) {
    throw new ProviderUnavailableError(
      'pyk8sLab.kind.access is "network", but the portal runs in no container of this Docker that can join a network: use "auto" or "host".',
    );
  }
  if (configured === 'auto') {
    return canJoin ? 'network' : 'host';
  }
  return configured;
}

/**
 * The address of API servers for the portal outside of Docker's network.
 *
 * @param isApart - the portal is on another machine or in a container, and uses the
 *   address for users
 */
export function hostAddress(reach: Reach, isApart: boolean): string {
  if (isApart) {
    return reach.host;
  }
  switch (reach.listen) {
    case '0.0.0.0':
      return '127.0.0.1';
    case '::':
      return '::1';
    default:
      return reach.listen;
  }
}

/** The access of the portal to the API servers of its labs. */
export class PortalAccess {
  readonly #docker: DockerHost;
  readonly #reach: Reach;
  readonly #access: Access;
  readonly #ownContainerId?: string;
  readonly #onOwn: (own: OwnContainer) => void;
  readonly #whileJoining: (join: () => Promise<void>) => Promise<void>;

  /**
   * @param options - ownContainerId: from ownContainerId(); onOwn: called with the
   *   portal's container after each inspection; whileJoining: wraps joining a network
   *   and the inspection after it
   */
  constructor(options: {
    docker: DockerHost;
    reach: Reach;
    access: Access;
    ownContainerId?: string;
    onOwn?: (own: OwnContainer) => void;
    whileJoining?: (join: () => Promise<void>) => Promise<void>;
  }) {
    this.#docker = options.docker;
    this.#reach = options.reach;
    this.#access = options.access;
    this.#ownContainerId = options.ownContainerId;
    this.#onOwn = options.onOwn ?? (() => undefined);
    this.#whileJoining = options.whileJoining ?? (async join => join());
  }

  /** @returns undefined when the portal does not run in a container of this Docker */
  async ownContainer(
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined> {
    const own = this.#ownContainerId
      ? await this.#docker.findOwnContainer(this.#ownContainerId, options)
      : undefined;
    if (own) {
      this.#onOwn(own);
    }
    return own;
  }

  /**
   * The URL of a cluster's API server for the portal. For access through Docker's
   * network it connects the portal's container.
   *
   * @returns undefined while the API server has no port
   */
  async serverUrl(
    controlPlane: KindContainer,
    options?: DockerCallOptions,
  ): Promise<string | undefined> {
    const own = await this.ownContainer(options);
    if (decideAccess(this.#access, own) === 'network' && own) {
      const { network } = controlPlane;
      if (!own.networks.some(({ name }) => name === network)) {
        await this.#whileJoining(async () => {
          await this.#docker.networks.connect(network, own.id, options);
          await this.ownContainer(options);
        });
      }
      return httpsUrl(controlPlane.name, API_PORT);
    }
    if (controlPlane.apiPort === undefined) {
      return undefined;
    }
    const isApart =
      !isLocal(this.#docker.endpoint) ||
      (own !== undefined && own.networkMode !== 'host');
    return httpsUrl(hostAddress(this.#reach, isApart), controlPlane.apiPort);
  }

  /** The URL of a cluster's API server for users, or undefined likewise. */
  peoplesUrl(controlPlane: KindContainer): string | undefined {
    return controlPlane.apiPort === undefined
      ? undefined
      : httpsUrl(this.#reach.host, controlPlane.apiPort);
  }
}
