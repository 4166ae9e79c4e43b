/** Something that changes and can be looked at by `useSyncExternalStore`. */
export class Observable<S extends object> {
  readonly #listeners = new Set<() => void>();
  #state: S;

  constructor(state: S) {
    this.#state = state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): S => this.#state;

  protected change(changes: Partial<S>): void {
    this.#state = { ...this.#state, ...changes };
    [...this.#listeners].forEach(listener => listener());
  }
}
