import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Asks the supplier of clusters for those of the portal's config only. The Kubernetes
 * plugin's own service locators get all clusters before they choose, with nothing but
 * a person's credentials to tell calls apart; and all labs of somebody are many.
 */
export class ConfiguredOnly {
  readonly #asked = new AsyncLocalStorage<true>();

  /** Runs something that is to see no labs. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#asked.run(true, work);
  }

  /** Whether it is such a thing that runs. */
  get isAsked(): boolean {
    return this.#asked.getStore() === true;
  }
}
