import { readFile, statfs } from 'node:fs/promises';
import { isLocal } from '../../docker/connection/endpoint';
import type { DockerHost } from '../../docker/DockerHost';
import {
  estimateFree,
  isDockersMemory,
  parseMeminfo,
  type LocalMemory,
} from './localMemory';

/** The known resources of a lab host. */
export interface HostFacts {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** The memory available to new programs. */
  readonly memoryFreeBytes: number;
  /** The free space of Docker's data directory; unknown on another machine. */
  readonly diskFreeBytes?: number;
}

/** The portal's own machine; undefined values are unknown. */
export interface LocalMachine {
  memory(): Promise<LocalMemory | undefined>;
  /** The free space of a directory's file system, in bytes. */
  diskFree(directory: string): Promise<number | undefined>;
}

const thisMachine: LocalMachine = {
  async memory() {
    const meminfo = await whereThere(readFile('/proc/meminfo', 'utf8'));
    return meminfo === undefined ? undefined : parseMeminfo(meminfo);
  },
  async diskFree(directory) {
    const stats = await whereThere(statfs(directory));
    return stats && stats.bavail * stats.bsize;
  },
};

type DiskFree = (options?: {
  signal?: AbortSignal;
}) => Promise<number | undefined>;

/** Measures the resources of a lab host. */
export class HostProbe {
  readonly #docker: DockerHost;
  readonly #memoryPerNodeBytes: number;
  readonly #local: LocalMachine;
  readonly #diskFree: DiskFree;

  /**
   * @param options - local: defaults to this machine; diskFree: measures the free space
   *   through Docker when the machine cannot be asked
   */
  static create(options: {
    docker: DockerHost;
    memoryPerNodeBytes: number;
    local?: LocalMachine;
    diskFree?: DiskFree;
  }): HostProbe {
    return new HostProbe(options);
  }

  private constructor(options: {
    docker: DockerHost;
    memoryPerNodeBytes: number;
    local?: LocalMachine;
    diskFree?: DiskFree;
  }) {
    this.#docker = options.docker;
    this.#memoryPerNodeBytes = options.memoryPerNodeBytes;
    this.#local = options.local ?? thisMachine;
    this.#diskFree = options.diskFree ?? (async () => undefined);
  }

  /** @throws ProviderUnavailableError when Docker is unreachable */
  async look(options?: { signal?: AbortSignal }): Promise<HostFacts> {
    const { cpus, memoryBytes, rootDirectory } = await this.#docker.info(
      options,
    );
    const memory = isLocal(this.#docker.endpoint)
      ? await this.#local.memory()
      : undefined;
    if (!memory || !isDockersMemory(memory, memoryBytes)) {
      return {
        cpus,
        memoryBytes,
        memoryFreeBytes: estimateFree(
          memoryBytes,
          await this.#limits(options),
          this.#memoryPerNodeBytes,
        ),
        diskFreeBytes: await this.#diskFree(options),
      };
    }
    return {
      cpus,
      memoryBytes,
      memoryFreeBytes: memory.availableBytes,
      // A portal in a container does not see the directory.
      diskFreeBytes:
        (await this.#local.diskFree(rootDirectory)) ??
        (await this.#diskFree(options)),
    };
  }

  async #limits(options?: {
    signal?: AbortSignal;
  }): Promise<(number | undefined)[]> {
    const nodes = await this.#docker.listContainers(options);
    const running = nodes.filter(({ state }) => state === 'running');
    const details = await Promise.all(
      running.map(({ id }) => this.#docker.inspectContainer(id, options)),
    );
    return details.map(found => found?.limit.memoryBytes);
  }
}

/** The file may not exist, such as on another system or in a container. */
async function whereThere<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}
