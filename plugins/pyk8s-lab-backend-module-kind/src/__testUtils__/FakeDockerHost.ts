import type { Readable } from 'node:stream';
import { FakeDockerNetworks } from './FakeDockerNetworks';
import type {
  ContainerLimit,
  ContainerProgram,
  DockerHost,
  DockerInfo,
  KindContainer,
  OnProgramOutput,
  OwnContainer,
  ProgramRun,
  StartProgramOptions,
} from '../docker/DockerHost';

/** Simulates a program in a container, and returns its exit code. */
export type FakeProgram = (
  program: ContainerProgram,
  print: OnProgramOutput,
  containerId: string,
) => Promise<number>;

/** A Docker in memory. Every call throws the error that `fail` returns. */
export class FakeDockerHost implements DockerHost {
  endpoint = 'unix:///var/run/docker.sock';
  containers: KindContainer[] = [];
  images = new Set<string>();
  /** The node images. */
  nodeImage: string | undefined;
  /** The archives by image name. */
  archives = new Map<string, () => Readable>();
  /** The content by path, in any container. */
  files = new Map<string, string>();
  ports = new Set<number>();
  /** By the container's id. */
  limits = new Map<string, ContainerLimit>();
  startedAt = new Map<string, Date>();
  /**
   * The behaviour of every program. By default it prints a line, unless none is
   * requested, and ends with exit code 0.
   */
  program: FakeProgram = async ({ argv }, print) => {
    if (!argv.includes('--lines=0')) {
      // For `kubectl apply` it is a template of the applied objects.
      await print(
        'stdout',
        Buffer.from(
          argv.at(-1)?.startsWith('--output=go-template=')
            ? 'v1\tConfigMap\tdefault\tcontract\t0-0\n'
            : `ran ${argv.at(-1)}\n`,
        ),
      );
    }
    return 0;
  };
  /** The started programs, in order. */
  programs: ContainerProgram[] = [];
  /** The number of detached programs. */
  detached = 0;
  machine: DockerInfo = {
    cpus: 8,
    memoryBytes: 32 * 2 ** 30,
    rootDirectory: '/var/lib/docker',
  };
  /** The verb and the container's id of each change. */
  changes: string[] = [];
  own: OwnContainer | undefined;
  removed: string[] = [];
  readonly networks = new FakeDockerNetworks({
    answer: value => this.#answer(value),
    onConnect: (network, id) => {
      if (this.own?.id === id) {
        this.own = {
          ...this.own,
          networks: [
            ...this.own.networks,
            {
              name: network,
              addresses: [`10.9.${this.own.networks.length}.2`],
            },
          ],
        };
      }
    },
  });
  fail: () => Error | undefined = () => undefined;
  pull: (image: string) => void = image => {
    this.images.add(image);
  };
  /** The error of starting, stopping or limiting a container. */
  refuse: (verb: string, id: string) => Error | undefined = () => undefined;
  /** Called with each removal, before it takes effect. */
  onRemove: (id: string) => void = () => undefined;

  async version() {
    return this.#answer('28.2.2');
  }

  async hasImage(image: string) {
    return this.#answer(this.images.has(image));
  }

  async findNodeImage() {
    return this.#answer(this.nodeImage);
  }

  async pullImage(
    image: string,
    options: { onLine: (line: string) => void },
  ): Promise<void> {
    options.onLine(`Pulling ${image}`);
    this.pull(image);
    return this.#answer(undefined);
  }

  async info() {
    return this.#answer(this.machine);
  }

  /** Docker lists ports only of running containers. */
  async listContainers() {
    return this.#answer(
      this.containers.map(container =>
        container.state === 'running'
          ? container
          : { ...container, apiPort: undefined },
      ),
    );
  }

  async inspectContainer(id: string) {
    const found = this.containers.find(container => container.id === id);
    return this.#answer(
      found && {
        isRunning: found.state === 'running' || found.state === 'paused',
        startedAt: this.startedAt.get(id) ?? new Date(0),
        limit: this.limits.get(id) ?? {},
        ports: found.apiPort === undefined ? [] : [found.apiPort],
      },
    );
  }

  async limitContainer(id: string, limit: ContainerLimit) {
    this.#change('limit', id);
    this.limits.set(id, { ...this.limits.get(id), ...limit });
    return this.#answer(undefined);
  }

  async stopContainer(id: string) {
    this.#change('stop', id);
    this.setState(id, 'exited');
    return this.#answer(undefined);
  }

  async startContainer(id: string) {
    this.#change('start', id);
    this.networks.assertKnown(id);
    this.setState(id, 'running');
    this.startedAt.set(id, new Date());
    return this.#answer(undefined);
  }

  async exec(
    id: string,
    program: ContainerProgram,
    { signal, onOutput }: StartProgramOptions,
  ): Promise<ProgramRun> {
    signal?.throwIfAborted();
    this.#answer(undefined);
    const state = this.containers.find(found => found.id === id)?.state;
    if (state !== 'running') {
      throw Object.assign(
        new Error(`Container ${id} is ${state ?? 'not there'}`),
        { statusCode: state === undefined ? 404 : 409 },
      );
    }
    this.programs.push(program);
    const exitCode = this.program(program, onOutput, id);
    exitCode.catch(() => undefined);
    return {
      exitCode,
      detach: () => {
        this.detached += 1;
      },
    };
  }

  setState(id: string, state: string): void {
    this.containers = this.containers.map(container =>
      container.id === id ? { ...container, state } : container,
    );
  }

  async publishedPorts() {
    return this.#answer(new Set(this.ports));
  }

  async saveImage(image: string) {
    return this.#answer(this.archives.get(image)?.());
  }

  async removeContainer(id: string) {
    this.onRemove(id);
    this.removed.push(id);
    this.containers = this.containers.filter(c => c.id !== id);
    return this.#answer(undefined);
  }

  async readFile(_containerId: string, path: string) {
    return this.#answer(this.files.get(path));
  }

  async writeFile(_containerId: string, path: string, content: string) {
    this.files.set(path, content);
    return this.#answer(undefined);
  }

  async findOwnContainer() {
    return this.#answer(this.own);
  }

  #change(verb: string, id: string): void {
    this.changes.push(`${verb} ${id}`);
    const error = this.refuse(verb, id);
    if (error) {
      throw error;
    }
  }

  #answer<T>(value: T): T {
    const error = this.fail();
    if (error) {
      throw error;
    }
    return value;
  }
}
