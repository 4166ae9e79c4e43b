const GRACE_MS = 5_000;

/**
 * Whether somebody can see the page. A tab in the background is out of sight, but
 * not before a moment has passed; one that the browser freezes is so at once.
 */
export class Sight {
  readonly #onChange: (isSeen: boolean) => void;
  readonly #forget: () => void;
  #isSeen = !document.hidden;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param onChange - is called until {@link Sight.stop}
   */
  static watch(onChange: (isSeen: boolean) => void): Sight {
    return new Sight(onChange);
  }

  private constructor(onChange: (isSeen: boolean) => void) {
    this.#onChange = onChange;
    const look = () => this.#look();
    const freeze = () => this.#change(false);
    document.addEventListener('visibilitychange', look);
    document.addEventListener('resume', look);
    document.addEventListener('freeze', freeze);
    window.addEventListener('pageshow', look);
    window.addEventListener('pagehide', freeze);
    this.#forget = () => {
      document.removeEventListener('visibilitychange', look);
      document.removeEventListener('resume', look);
      document.removeEventListener('freeze', freeze);
      window.removeEventListener('pageshow', look);
      window.removeEventListener('pagehide', freeze);
    };
  }

  get isSeen(): boolean {
    return this.#isSeen;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#forget();
  }

  #look(): void {
    if (!document.hidden) {
      this.#change(true);
    } else if (this.#isSeen) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#change(false), GRACE_MS);
    }
  }

  #change(isSeen: boolean): void {
    clearTimeout(this.#timer);
    if (isSeen !== this.#isSeen) {
      this.#isSeen = isSeen;
      this.#onChange(isSeen);
    }
  }
}
