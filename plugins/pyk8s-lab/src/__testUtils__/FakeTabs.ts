import type { QueriedLocks } from '../browserTabs/Connections';
import type { Locks } from '../browserTabs/Leadership';
import type { StreamMessage } from '../browserTabs/protocol';
import type { Channel } from '../browserTabs/SharedStream';

type Holder = (lock: Lock | null) => unknown;

interface Request {
  tab: object;
  grant: () => void;
  lose: () => void;
}

/** A `BroadcastChannel` that a test can look at. */
class FakeChannel implements Channel {
  readonly tab: { readonly isFrozen: boolean };
  readonly #peers: FakeChannel[];
  readonly #name: string;
  onmessage: Channel['onmessage'] = null;

  constructor(
    peers: FakeChannel[],
    tab: { readonly isFrozen: boolean },
    name: string,
  ) {
    this.#peers = peers;
    this.tab = tab;
    this.#name = name;
    peers.push(this);
  }

  postMessage(message: StreamMessage): void {
    if (this.tab.isFrozen) {
      return;
    }
    const data: StreamMessage = JSON.parse(JSON.stringify(message));
    for (const channel of this.#peers) {
      if (channel !== this && channel.#name === this.#name) {
        Promise.resolve().then(() => {
          if (!channel.tab.isFrozen) {
            channel.onmessage?.(new MessageEvent('message', { data }));
          }
        });
      }
    }
  }

  close(): void {
    this.onmessage = null;
    const index = this.#peers.indexOf(this);
    if (index >= 0) {
      this.#peers.splice(index, 1);
    }
  }
}

/** The tabs of one browser, with its Web Locks and broadcast channels. */
export class FakeBrowser {
  readonly channels: FakeChannel[] = [];
  /** Who has a lock, and who waits for it in line. */
  readonly locks = new Map<string, { held?: Request; queue: Request[] }>();

  /** The names of the locks that are held. */
  get held(): string[] {
    return [...this.locks]
      .filter(([, { held }]) => held)
      .map(([name]) => name)
      .sort();
  }

  lockOf(name: string) {
    const lock = this.locks.get(name) ?? { queue: [] };
    this.locks.set(name, lock);
    return lock;
  }

  /** Gives a lock that is free to the next in line. */
  next(name: string): void {
    const lock = this.lockOf(name);
    if (!lock.held) {
      lock.held = lock.queue.shift();
      lock.held?.grant();
    }
  }
}

/** A tab, in the hands of a test. */
export class FakeTab {
  readonly #browser: FakeBrowser;
  #isFrozen = false;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
  }

  readonly openChannel = (name: string): Channel =>
    new FakeChannel(this.#browser.channels, this, name);

  readonly locks: Locks & QueriedLocks = {
    query: async () => ({
      held: this.#browser.held.map(name => ({ name })),
      pending: [...this.#browser.locks].flatMap(([name, { queue }]) =>
        queue.map(() => ({ name })),
      ),
    }),
    request: async (name: string, first: unknown, second?: unknown) => {
      const options = (second ? first : {}) as LockOptions;
      const callback = (second ?? first) as Holder;
      return this.#request(name, options, callback);
    },
  };

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** The browser closes it, or it crashes. */
  close(): void {
    this.#isFrozen = true;
    const { channels, locks } = this.#browser;
    channels.filter(({ tab }) => tab === this).forEach(one => one.close());
    for (const [name, lock] of locks) {
      lock.queue = lock.queue.filter(({ tab }) => tab !== this);
      if (lock.held?.tab === this) {
        lock.held = undefined;
        this.#browser.next(name);
      }
    }
  }

  /** It does nothing any more, and keeps what it has. */
  freeze(): void {
    this.#isFrozen = true;
  }

  async #request(name: string, options: LockOptions, callback: Holder) {
    const { signal, steal, ifAvailable } = options;
    const lock = this.#browser.lockOf(name);
    if (ifAvailable && lock.held) {
      return callback(null);
    }
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new DOMException('', 'AbortError'));
      const request: Request = {
        tab: this,
        lose: refuse,
        grant: () => {
          signal?.removeEventListener('abort', leave);
          const given = Promise.resolve().then(() =>
            callback({ name, mode: 'exclusive' }),
          );
          given.then(resolve, reject).finally(() => {
            if (lock.held === request) {
              lock.held = undefined;
              this.#browser.next(name);
            }
          });
        },
      };
      function leave() {
        lock.queue = lock.queue.filter(one => one !== request);
        refuse();
      }
      signal?.addEventListener('abort', leave);
      if (steal) {
        lock.held?.lose();
        lock.held = undefined;
        lock.queue.unshift(request);
      } else {
        lock.queue.push(request);
      }
      this.#browser.next(name);
    });
  }
}
