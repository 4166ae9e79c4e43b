import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isIPv4, Socket } from 'node:net';
import type { OwnContainer } from '../docker';
import { isLabNetwork } from './names';

/** Node.js publishes every connection here that one of its servers takes. */
const CHANNEL = 'net.server.socket';
/** Unknown addresses are asked about once in this time. */
const ASK_AGAIN_MS = 1_000;

/**
 * Closes connections that come to the portal from the network of a lab: Node.js tells
 * of them once its servers know them, and before anything is read. A portal in a container joins the networks of its labs,
 * while it listens on all addresses: pods would reach its plain HTTP, and whatever
 * else listens in this process, past the reverse proxy.
 */
export class LabNetworkGuard {
  #ask: () => Promise<OwnContainer | undefined> = async () => undefined;
  /** Undefined until Docker has told of the portal's container. */
  #addresses?: ReadonlyMap<string, 'lab' | 'other'>;
  #askedAt = -Infinity;

  /**
   * Looks at the addresses that there are, and guards from then on.
   * @param ask - for the portal's own container
   */
  async start(ask: () => Promise<OwnContainer | undefined>): Promise<void> {
    this.#ask = ask;
    subscribe(CHANNEL, this.#onConnection);
    await this.#learnAgain();
  }

  stop(): void {
    unsubscribe(CHANNEL, this.#onConnection);
  }

  /** Takes in what Docker tells of the portal's container. */
  learn({ networkMode, networks }: OwnContainer): void {
    // What Docker calls "default" is the network "bridge".
    this.#addresses = new Map(
      networks.flatMap(({ name, addresses }) =>
        addresses.map(
          address =>
            [
              address,
              isLabNetwork(name, networkMode) ? 'lab' : 'other',
            ] as const,
        ),
      ),
    );
  }

  /** @param address - the portal's own end of a connection */
  isRefused(address: string | undefined): boolean {
    if (address === undefined || this.#addresses === undefined) {
      return false;
    }
    const plain = address.replace(/^::ffff:/i, '');
    const known = this.#addresses.get(plain);
    if (known !== undefined) {
      return known === 'lab';
    }
    if (plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'))) {
      return false;
    }
    // It was joined a moment ago, most likely by the portal itself.
    this.#learnAgain().catch(() => undefined);
    return true;
  }

  readonly #onConnection = (message: unknown) => {
    const socket =
      typeof message === 'object' && message !== null && 'socket' in message
        ? message.socket
        : undefined;
    if (socket instanceof Socket && this.isRefused(socket.localAddress)) {
      socket.destroy();
    }
  };

  async #learnAgain(): Promise<void> {
    if (performance.now() - this.#askedAt < ASK_AGAIN_MS) {
      return;
    }
    this.#askedAt = performance.now();
    const own = await this.#ask();
    if (own) {
      this.learn(own);
    }
  }
}
