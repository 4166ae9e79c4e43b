import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Reach } from '../../config/KindSettings';

/** A port that is reserved within this process until it is released. */
export interface ReservedPort {
  readonly port: number;
  release(): void;
}

/** Checks whether a port of an address is free; with port 0 finds a free one. */
export type PortProbe = (
  address: string,
  port: number,
) => Promise<number | 'taken' | 'not-here'>;

/** Listens briefly. */
const probePort: PortProbe = (address, port) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      switch (error.code) {
        case 'EADDRINUSE':
        case 'EACCES':
          resolve('taken');
          break;
        case 'EADDRNOTAVAIL':
        case 'EAFNOSUPPORT':
          resolve('not-here');
          break;
        default:
          reject(error);
      }
    });
    server.listen({ host: address, port, exclusive: true }, () => {
      const bound = server.address();
      server.close(() =>
        resolve(typeof bound === 'object' && bound ? bound.port : 'taken'),
      );
    });
  });

/** The maximum number of tries. */
const EPHEMERAL_TRIES = 50;

/**
 * Chooses the host port of an API server before Docker binds it. kind could choose one
 * itself, but two concurrent runs can choose the same.
 */
export class ApiPorts {
  readonly #reach: Reach;
  readonly #probe: PortProbe;
  readonly #reserved = new Set<number>();

  constructor(reach: Reach, probe: PortProbe = probePort) {
    this.#reach = reach;
    this.#probe = probe;
  }

  /**
   * @param avoid - ports that are known to be taken: a probe does not see them if the
   *   portal runs in a container or Docker publishes without a proxy process
   * @throws ProvisioningError when all ports are taken
   */
  async reserve(avoid: ReadonlySet<number>): Promise<ReservedPort> {
    const port = await (this.#reach.ports
      ? this.#fromRange(this.#reach.ports, avoid)
      : this.#ephemeral(avoid));
    return { port, release: () => this.#reserved.delete(port) };
  }

  async #fromRange(
    { from, to }: { from: number; to: number },
    avoid: ReadonlySet<number>,
  ): Promise<number> {
    const size = to - from + 1;
    // A random start prevents that a port is reused right away.
    const start = randomInt(size);
    for (let step = 0; step < size; step++) {
      const port = from + ((start + step) % size);
      if (!avoid.has(port) && this.#take(port)) {
        if ((await this.#probe(this.#reach.listen, port)) !== 'taken') {
          return port;
        }
        this.#reserved.delete(port);
      }
    }
    throw new ProvisioningError(
      `No port is free between ${from} and ${to} (pyk8sLab.kind.reach.ports): delete a lab, or widen the range.`,
    );
  }

  async #ephemeral(avoid: ReadonlySet<number>): Promise<number> {
    for (let attempt = 0; attempt < EPHEMERAL_TRIES; attempt++) {
      let port = await this.#probe(this.#reach.listen, 0);
      if (port === 'not-here') {
        // The address belongs to another machine, or to the host of this container.
        port = await this.#probe('0.0.0.0', 0);
      }
      if (typeof port === 'number' && !avoid.has(port) && this.#take(port)) {
        return port;
      }
    }
    throw new ProvisioningError(
      `No port is free at ${this.#reach.listen} (pyk8sLab.kind.reach.listen).`,
    );
  }

  /** Reserves synchronously, so that no other create can take the port. */
  #take(port: number): boolean {
    if (this.#reserved.has(port)) {
      return false;
    }
    this.#reserved.add(port);
    return true;
  }
}
