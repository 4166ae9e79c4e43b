import { FakeDockerDaemon } from '../../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from '../DockerodeHost';

/** A container as Docker lists it. */
export const container = (name: string, more: object = {}) => ({
  Id: `id-of-${name}`,
  ImageID: 'sha256:node',
  Names: [`/${name}`],
  Labels: {
    'io.x-k8s.kind.cluster': 'lab-a-1',
    'io.x-k8s.kind.role': 'control-plane',
  },
  State: 'running',
  HostConfig: { NetworkMode: 'zz-lab-a-1' },
  Ports: [
    { IP: '127.0.0.1', PrivatePort: 6443, PublicPort: 30_001, Type: 'tcp' },
  ],
  ...more,
});

/** A DockerodeHost with a fake daemon for each test. */
export class DockerodeWorld {
  #daemon: FakeDockerDaemon | undefined;
  #docker: DockerodeHost | undefined;

  /** Starts and stops the daemon with each test of the current block. */
  static use(): DockerodeWorld {
    const world = new DockerodeWorld();
    beforeEach(async () => {
      world.#daemon = await FakeDockerDaemon.start();
      world.#docker = DockerodeHost.create({
        endpoint: { address: world.#daemon.endpoint },
        callTimeoutMs: 500,
      });
    });
    afterEach(() => world.#daemon?.stop());
    return world;
  }

  get daemon(): FakeDockerDaemon {
    if (!this.#daemon) {
      throw new Error('The daemon is started before each test.');
    }
    return this.#daemon;
  }

  get docker(): DockerodeHost {
    if (!this.#docker) {
      throw new Error('The daemon is started before each test.');
    }
    return this.#docker;
  }
}
