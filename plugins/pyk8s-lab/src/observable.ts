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

/** What comes is shown no later than this, also where nothing is drawn. */
const LATEST_MS = 200;

/**
 * Calls back once before the browser draws next; browsers do not draw a page that
 * nobody sees, so there it is called a little later.
 */
export function beforeDrawing(callback: () => void): void {
  const drawing = new AbortController();
  const { signal } = drawing;
  const call = () => {
    if (!signal.aborted) {
      drawing.abort();
      callback();
    }
  };
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, LATEST_MS);
  signal.addEventListener('abort', () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
}
