import type { DockerHost, KindContainer, OwnContainer } from '../docker';

/** A Docker in memory. What `fail` returns is what every call throws. */
export class FakeDockerHost implements DockerHost {
  endpoint = 'unix:///var/run/docker.sock';
  containers: KindContainer[] = [];
  images = new Set<string>();
  /** By the path in any container. */
  files = new Map<string, string>();
  ports = new Set<number>();
  own: OwnContainer | undefined;
  joins = 0;
  removed: string[] = [];
  fail: () => Error | undefined = () => undefined;
  pull: (image: string) => void = image => {
    this.images.add(image);
  };
  /** Called with each removal, before it takes effect. */
  onRemove: (id: string) => void = () => undefined;

  async version() {
    return this.#answer('28.2.2');
  }

  async hasImage(image: string) {
    return this.#answer(this.images.has(image));
  }

  async pullImage(
    image: string,
    options: { onLine: (line: string) => void },
  ): Promise<void> {
    options.onLine(`Pulling ${image}`);
    this.pull(image);
    return this.#answer(undefined);
  }

  async listContainers() {
    return this.#answer([...this.containers]);
  }

  async publishedPorts() {
    return this.#answer(new Set(this.ports));
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

  async findOwnContainer() {
    return this.#answer(this.own);
  }

  async connectToNetwork(network: string) {
    this.joins += 1;
    this.own = this.own && {
      ...this.own,
      networks: [...this.own.networks, network],
    };
    return this.#answer(undefined);
  }

  #answer<T>(value: T): T {
    const error = this.fail();
    if (error) {
      throw error;
    }
    return value;
  }
}
