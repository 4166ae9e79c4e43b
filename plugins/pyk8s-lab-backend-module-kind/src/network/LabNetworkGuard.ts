import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isIPv4, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { canJoinNetworks, type OwnContainer } from '../docker/DockerHost';
import { isLabNetwork } from './names';

/** Node.js publishes every connection that one of its servers accepts on it. */
const CHANNEL = 'net.server.socket';
/** The minimum interval of asking Docker about unknown addresses. */
const ASK_AGAIN_MS = 1_000;

type Kind = 'lab' | 'other' | 'unknown';

/** The addresses of each network interface of this machine or container. */
type Interfaces = () => readonly (readonly string[])[];

/**
 * Closes connections to the portal from the network of a lab, before anything is read.
 * A portal in a container joins the networks of its labs while it listens on all
 * addresses: pods could bypass the reverse proxy, and reach its plain HTTP and
 * everything else that listens in this process.
 *
 * Only addresses that are known to be on a lab's network are refused: Docker does not
 * list all addresses of a container, such as those of swarm's gateway network.
 */
export class LabNetworkGuard {
  readonly #interfaces: Interfaces;
  #ask: () => Promise<OwnContainer | undefined> = async () => undefined;
  #logger?: Pick<LoggerService, 'warn'>;
  /** Undefined if the portal cannot be on the network of a lab. */
  #addresses?: ReadonlyMap<string, 'lab' | 'other'> = new Map();
  /** Addresses that Docker does not list. */
  readonly #unlisted = new Set<string>();
  /** The addresses before each network that is being joined. */
  readonly #joins = new Set<ReadonlySet<string>>();
  readonly #warned = new Set<string>();
  #asked?: { at: number; answer: Promise<void> };

  /** @param options - interfaces: defaults to those of this process */
  constructor(options: { interfaces?: Interfaces } = {}) {
    this.#interfaces = options.interfaces ?? localInterfaces;
  }

  /**
   * Reads the existing addresses, and guards from then on.
   * @param ask - finds the portal's own container
   */
  async start(
    ask: () => Promise<OwnContainer | undefined>,
    logger?: Pick<LoggerService, 'warn'>,
  ): Promise<void> {
    this.#ask = ask;
    this.#logger = logger;
    subscribe(CHANNEL, this.#onConnection);
    await this.#lookAgain();
  }

  stop(): void {
    unsubscribe(CHANNEL, this.#onConnection);
  }

  /** Updates the addresses of the portal's container. */
  learn(own: OwnContainer): void {
    this.#unlisted.clear();
    // Docker's "default" is the network "bridge".
    this.#addresses = canJoinNetworks(own)
      ? new Map(
          own.networks.flatMap(({ name, addresses }) =>
            addresses.map(
              address =>
                [
                  address,
                  isLabNetwork(name, own.networkMode) ? 'lab' : 'other',
                ] as const,
            ),
          ),
        )
      : undefined;
  }

  /**
   * Runs a function that connects the portal to the network of a lab. Until its address
   * there is known, new addresses count as those of labs.
   */
  async whileJoining<T>(join: () => Promise<T>): Promise<T> {
    const before = new Set(this.#interfaces().flat());
    this.#joins.add(before);
    try {
      return await join();
    } finally {
      this.#joins.delete(before);
    }
  }

  /** @param address - the portal's own end of a connection */
  isRefused(address: string | undefined): boolean {
    return address !== undefined && this.#kindOf(plain(address)) === 'lab';
  }

  #kindOf(address: string): Kind {
    if (this.#addresses === undefined) {
      return 'other';
    }
    const listed = this.#addresses.get(address);
    if (listed) {
      return listed;
    }
    if (isLoopback(address) || this.#unlisted.has(address)) {
      return 'other';
    }
    if ([...this.#joins].some(before => !before.has(address))) {
      return 'lab';
    }
    return this.#kindByInterface(address);
  }

  /** Docker does not list link-local addresses, which share the interface. */
  #kindByInterface(address: string): Kind {
    const beside = this.#interfaces()
      .filter(addresses => addresses.includes(address))
      .flat()
      .map(other => this.#addresses?.get(other));
    return beside.includes('lab')
      ? 'lab'
      : beside.find(kind => kind !== undefined) ?? 'unknown';
  }

  readonly #onConnection = (message: unknown) => {
    const socket =
      typeof message === 'object' && message !== null && 'socket' in message
        ? message.socket
        : undefined;
    if (!(socket instanceof Socket) || socket.localAddress === undefined) {
      return;
    }
    const address = plain(socket.localAddress);
    const kind = this.#kindOf(address);
    if (kind === 'lab') {
      this.#refuse(socket, address);
    } else if (kind === 'unknown') {
      this.#lookFor(address).then(
        () => this.isRefused(address) && this.#refuse(socket, address),
        // The next connection asks Docker again.
        () => undefined,
      );
    }
  };

  #refuse(socket: Socket, address: string): void {
    socket.destroy();
    if (!this.#warned.has(address)) {
      this.#warned.add(address);
      this.#logger?.warn(
        `Closed a connection from the network of a lab to the portal's address ${address} there. Pods reach the portal through its public URL. Further connections to this address are closed without a message.`,
      );
    }
  }

  async #lookFor(address: string): Promise<void> {
    if (await this.#lookAgain()) {
      if (this.#kindOf(address) === 'unknown') {
        this.#unlisted.add(address);
      }
    }
  }

  /** @returns false when Docker was asked recently */
  async #lookAgain(): Promise<boolean> {
    const now = performance.now();
    if (this.#asked && now - this.#asked.at < ASK_AGAIN_MS) {
      await this.#asked.answer;
      return false;
    }
    const answer = this.#ask().then(own => {
      if (own) {
        this.learn(own);
      } else {
        this.#addresses = undefined;
      }
    });
    this.#asked = { at: now, answer };
    await answer;
    return true;
  }
}

function localInterfaces(): string[][] {
  return Object.values(networkInterfaces()).map(
    infos => infos?.map(({ address }) => plain(address)) ?? [],
  );
}

/** In Docker's format: without zone, and not an IPv4 address in IPv6. */
function plain(address: string): string {
  const zone = address.indexOf('%');
  return (zone < 0 ? address : address.slice(0, zone)).replace(/^::ffff:/i, '');
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
