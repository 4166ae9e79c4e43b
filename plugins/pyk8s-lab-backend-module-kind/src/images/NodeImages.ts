import { isError } from '@backstage/errors';
import {
  DEFAULT_KUBERNETES_VERSION,
  type KubernetesVersionOption,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProviderUnavailableError,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { NodeImage } from '../config/KindSettings';
import type { DockerHost } from '../docker/DockerHost';
import { redact } from '../kind/output/redaction';

/** The node images of labs. */
export class NodeImages {
  readonly #configured: readonly NodeImage[];
  readonly #defaultImage?: string;
  readonly #docker: DockerHost;

  /** @param options - defaultImage: replaces the first configured image */
  constructor(options: {
    configured: readonly NodeImage[];
    defaultImage?: string;
    docker: DockerHost;
  }) {
    this.#configured = options.configured;
    this.#defaultImage = options.defaultImage;
    this.#docker = options.docker;
  }

  /**
   * The versions that users can choose; exactly one is the default.
   * @param kindVersion - such as `v0.33.0`, if known
   */
  versions(kindVersion?: string): KubernetesVersionOption[] {
    const hasOwnDefault =
      this.#defaultImage !== undefined || this.#configured.length === 0;
    return [
      ...(hasOwnDefault
        ? [
            {
              version: DEFAULT_KUBERNETES_VERSION,
              title: this.#defaultTitle(kindVersion),
              isDefault: true,
            },
          ]
        : []),
      ...this.#configured.map(({ version }, index) => ({
        version,
        title: version,
        isDefault: !hasOwnDefault && index === 0,
      })),
    ];
  }

  /**
   * The image of a version.
   * @returns undefined for kind's default image
   * @throws ProvisioningError when the version does not exist
   */
  imageOf(version: string): string | undefined {
    if (version === DEFAULT_KUBERNETES_VERSION) {
      return this.#defaultImage ?? this.#configured[0]?.image;
    }
    const found = this.#configured.find(entry => entry.version === version);
    if (!found) {
      throw new ProvisioningError(
        `There is no Kubernetes version ${version} here; choose one of ${this.versions()
          .map(option => option.version)
          .join(', ')}.`,
        { retryable: false },
      );
    }
    return found.image;
  }

  /**
   * Ensures that an image is on the host before nodes are created from it.
   *
   * @throws ProvisioningError when it cannot be pulled
   * @throws ProviderUnavailableError when Docker is unreachable
   */
  async ensure(
    image: string,
    options: { signal: AbortSignal; onLine: (line: string) => void },
  ): Promise<void> {
    if (await this.#docker.hasImage(image, options)) {
      return;
    }
    try {
      options.onLine(`Pulling the node image ${image}`);
      await this.#docker.pullImage(image, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof ProviderUnavailableError) {
        throw error;
      }
      throw notPulled(image, isError(error) ? error.message : String(error));
    }
    if (!(await this.#docker.hasImage(image, options))) {
      throw notPulled(image, 'the pull ended early');
    }
  }

  #defaultTitle(kindVersion?: string): string {
    const own = ['Default of kind', kindVersion].filter(Boolean).join(' ');
    const tag = this.#defaultImage?.match(/:(v\d+\.\d+\.\d+)/)?.[1];
    return tag ?? this.#defaultImage ?? own;
  }
}

/** For an image that is not on the host and cannot be pulled. */
export function notPulled(image: string, reason: string): ProvisioningError {
  return new ProvisioningError(
    `The node image ${image} is not on the host and could not be pulled: ${redact(
      reason,
    ).trim()}. Pull it there with "docker pull ${image}", or name another in pyk8sLab.kind.nodeImages or KIND_NODE_IMAGE.`,
    { retryable: false },
  );
}
