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
 * @param own - the container that the portal runs in, if Docker knows it
 * @throws ProviderUnavailableError when the way that config asks for cannot be
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
 * The address at which API servers answer the portal when it does not go through
 * Docker's network.
 *
 * @param isApart - the portal is not on the Docker host itself, but on another
 *   machine or in a container: it takes the way that people take
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

/** The way from the portal itself to the API servers of its labs. */
export class PortalAccess {
  readonly #docker: DockerHost;
  readonly #reach: Reach;
  readonly #access: Access;
  readonly #ownContainerId?: string;
  readonly #onOwn: (own: OwnContainer) => void;
  readonly #whileJoining: (join: () => Promise<void>) => Promise<void>;

  /**
   * @param options - ownContainerId: from ownContainerId(); onOwn: called with the
   *   portal's container whenever it was looked at; whileJoining: runs what joins a
   *   network and looks at it
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

  /** @returns undefined where the portal runs in no container of this Docker */
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
   * The URL of a cluster's API server for the portal. Where that leads through
   * Docker's network, the portal's container is on it afterwards.
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

  /** The URL of a cluster's API server for people, or undefined likewise. */
  peoplesUrl(controlPlane: KindContainer): string | undefined {
    return controlPlane.apiPort === undefined
      ? undefined
      : httpsUrl(this.#reach.host, controlPlane.apiPort);
  }
}
