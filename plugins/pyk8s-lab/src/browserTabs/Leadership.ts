/** What {@link Leadership} needs of the browser's Web Locks. */
export type Locks = Pick<LockManager, 'request'>;

/** What becomes of a candidate. */
export interface LeadershipEvents {
  onElected(): void;
  /** Only after `onElected`; not after `resign`. */
  onLost(): void;
}

/**
 * Makes one tab of a browser the leader of all that campaign under a name. The
 * browser takes the office from a tab that closes or crashes, and gives it to the
 * next in line.
 */
export class Leadership {
  readonly #locks: Locks;
  readonly #name: string;
  readonly #events: LeadershipEvents;
  #term: { leave: () => void } | undefined;
  #isLeader = false;

  constructor(locks: Locks, name: string, events: LeadershipEvents) {
    this.#locks = locks;
    this.#name = name;
    this.#events = events;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** Waits in line for the office. */
  campaign(): void {
    const queue = new AbortController();
    this.#begin({ signal: queue.signal }, () => queue.abort());
  }

  /** Takes the office from a leader that does not answer. */
  usurp(): void {
    this.resign();
    this.#begin({ steal: true });
  }

  /** Gives up the office, or the place in line. */
  resign(): void {
    this.#term?.leave();
    this.#term = undefined;
    this.#isLeader = false;
  }

  #begin(options: LockOptions, leaveQueue: () => void = () => {}): void {
    this.resign();
    const term = { leave: leaveQueue };
    this.#term = term;
    const hold = () =>
      new Promise<void>(release => {
        if (this.#term !== term) {
          release();
          return;
        }
        term.leave = release;
        this.#isLeader = true;
        this.#events.onElected();
      });
    this.#locks.request(this.#name, options, hold).catch(() => {
      if (this.#term !== term) {
        return;
      }
      if (this.#isLeader) {
        // Another tab took the office.
        this.resign();
        this.#events.onLost();
      } else {
        // The browser has no locks for this page, which so is on its own.
        this.#isLeader = true;
        this.#events.onElected();
      }
    });
  }
}
